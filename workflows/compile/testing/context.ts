import type { CompileContext } from '#workflows/compile/context.ts';
import { HOUR_MS } from '#workflows/time/duration.ts';

/** A workspace in which everything that examples and random plays name is there. */
export const context: CompileContext = {
  plays: [
    { id: 'nurture', name: 'Nurture', starts: [], hasReentryGap: false, isLive: true },
    { id: 'checkin', name: 'Quarterly check-in', starts: ['nurture'], hasReentryGap: true, isLive: true },
  ],
  leadFields: [
    { name: 'firstName', label: 'First name', type: 'text' },
    { name: 'email', label: 'Email', type: 'text' },
    { name: 'city', label: 'City', type: 'text' },
    { name: 'stage', label: 'Stage', type: 'text' },
    { name: 'score', label: 'Score', type: 'number' },
    { name: 'decidesBy', label: 'Decides by', type: 'date' },
    { name: 'custom.docks', label: 'Docks', type: 'number' },
    { name: 'custom.newsletter', label: 'Newsletter', type: 'boolean' },
  ],
  longestClosedMs: (channel) => (channel === 'sms' ? 13 * HOUR_MS : 0),
  sender: { brand: 'Northline', country: 'US', postalAddress: '218 N Jefferson St, Chicago IL 60661' },
};
