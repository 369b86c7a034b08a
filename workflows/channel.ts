import { z } from 'zod';

/** The channels automation writes on. Calls are made by people. */
export const Channel = z.enum(['sms', 'email']);
