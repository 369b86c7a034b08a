'use server';

import { leadName } from '#app/(work)/leads/lead-words.ts';
import { requireCaller } from '#app/session.ts';
import type { Found } from '#components/shell/command.ts';
import { database } from '#prisma/database.ts';
import { listLeads } from '#prisma/lead-list.ts';

const SHOWN = 8;

/** Leads by words of their name, company, address or number, for the palette. */
export async function findLeads(query: string): Promise<Found[]> {
  const { caller } = await requireCaller();
  const search = String(query).trim().slice(0, 200);
  if (search === '') return [];
  const { leads } = await listLeads(database(), caller, { search, limit: SHOWN });
  return leads.map((lead) => ({
    id: lead.id,
    label: leadName(lead),
    note: lead.company,
    href: `/leads/${lead.id}`,
  }));
}
