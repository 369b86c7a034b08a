import { lintParts } from '#scripts/checks/lint-parts.ts';
import { conclude } from '#scripts/checks/part-run.ts';

/** `npm run lint`: everything about the sources that needs no test. `npx biome check --write` mends most of style. */
conclude(await lintParts());
