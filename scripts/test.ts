import { conclude } from '#scripts/checks/part-run.ts';
import { type Runner, testParts } from '#scripts/checks/test-parts.ts';

/**
 * `npm test` runs everything; `npm test -- quick` the unit tests alone. Further words filter the files, and when each
 * names a file of one kind only that runner is started: `npm test -- temporal/send.integration.ts`.
 */
const KINDS: Record<Runner, RegExp> = {
  unit: /\.test\.tsx?$/,
  integration: /\.integration\.ts$/,
  browser: /\.e2e\.ts$/,
};

const words = process.argv.slice(2);
const isQuick = words[0] === 'quick';
const filters = isQuick ? words.slice(1) : words;
const all = Object.keys(KINDS) as Runner[];
const named = all.filter((runner) => filters.some((filter) => KINDS[runner].test(filter)));
const everyFilterNamesAKind =
  filters.length > 0 && filters.every((one) => all.some((runner) => KINDS[runner].test(one)));

conclude(await testParts(isQuick ? ['unit'] : everyFilterNamesAKind ? named : all, filters));
