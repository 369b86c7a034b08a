import { z } from 'zod';
import type { LeadView } from '#workflows/leads/lead-view.ts';
import type { Lead } from './generated/client.ts';

const Custom = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Words = z.array(z.string());

/** A lead row as plays see it. `fallbackZone`: the workspace's, for a lead whose place is unknown. */
export function leadView(lead: Lead, fallbackZone: string): LeadView {
  const custom = Object.entries(Custom.parse(JSON.parse(lead.custom)));
  const zones = Words.parse(JSON.parse(lead.zones));
  return {
    id: lead.id,
    fields: {
      firstName: lead.firstName,
      lastName: lead.lastName,
      company: lead.company,
      email: lead.email,
      cellPhone: lead.cellPhone,
      homePhone: lead.homePhone,
      workPhone: lead.workPhone,
      city: lead.city,
      region: lead.region,
      postalCode: lead.postalCode,
      country: lead.country,
      website: lead.website,
      score: lead.score,
      stage: lead.stage,
      source: lead.source,
      decidesBy: lead.decidesBy,
      ...Object.fromEntries(custom.map(([name, value]) => [`custom.${name}`, value])),
    },
    tags: Words.parse(JSON.parse(lead.tags)),
    timeZone: lead.timeZone ?? fallbackZone,
    zones: zones.length > 0 ? zones : [lead.timeZone ?? fallbackZone],
  };
}

/** Numbers a text may go to, in the order cell, home, work. */
export function textNumbers(lead: Pick<Lead, 'cellPhone' | 'homePhone' | 'workPhone'>): string[] {
  return [lead.cellPhone, lead.homePhone, lead.workPhone].filter((phone) => phone !== null);
}
