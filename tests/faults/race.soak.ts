import { describeRaces } from '#tests/faults/race-tests.ts';

describeRaces(Number(process.env.BATON_RACES ?? '5000'), 4 * 3_600_000);
