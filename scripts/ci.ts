import { lintParts } from '#scripts/checks/lint-parts.ts';
import { conclude } from '#scripts/checks/part-run.ts';
import { testParts } from '#scripts/checks/test-parts.ts';

/** What `.ci/run` runs: lint, types, build and every test, with one budget and one closing line. */
const lint = await lintParts();
const tests = await testParts(['unit', 'integration', 'browser'], []);
conclude([...lint, ...tests]);
