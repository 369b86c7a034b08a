import { describeRaces } from '#tests/faults/race-tests.ts';

describeRaces(100, 300_000);
