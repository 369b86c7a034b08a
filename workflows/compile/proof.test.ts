import { expect, test } from 'vitest';
import { canonicalJson } from '#workflows/compile/canonical.ts';
import { type Compiled, compile, problemsOf } from '#workflows/compile/compile.ts';
import { graphOf, walk } from '#workflows/compile/graph.ts';
import { type Gain, greediest, type Life, live, randomMind } from '#workflows/compile/testing/adversary.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { Chance, grow, hasCycle, trimmed } from '#workflows/compile/testing/grow.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import { scaled } from '#workflows/engine/testing/arbitrary.ts';
import { AFTER_MAX, portsOf } from '#workflows/nodes/registry.ts';
import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

/**
 * No black holes, tested against the engine: the proof says how long a lead may stay and how much it may be sent; leads
 * that mean it badly try to beat it. Ten thousand plays in CI, most lives with the engine's own enforcement off; `BATON_SCALE=20 vitest run workflows/compile/proof` soaks.
 */

const ENOUGH_STEPS = 20_000;

/** The same plan with nobody enforcing its bounds: what is left is what the graph itself can do. */
function unenforced(plan: Plan): Plan {
  return {
    ...plan,
    limit: { ...plan.limit, stayMs: Number.MAX_SAFE_INTEGER, messages: Number.MAX_SAFE_INTEGER },
  };
}

function mustCompile(play: Play, seed: number): Compiled & { ok: true } {
  const compiled = compile(play, context);
  if (!compiled.ok)
    throw new Error(
      `Seed ${seed} grew a play that is refused: ${JSON.stringify(compiled.problems)}\n${JSON.stringify(play)}`,
    );
  return compiled;
}

function expectWithin(life: Life, bounds: { stayMs: number; messages: number }, seed: number): void {
  const told = `seed ${seed}`;
  expect(
    life.ended,
    `${told}: ends (${life.steps} steps, ${JSON.stringify(life.state.rest)})`,
  ).not.toBeNull();
  expect(life.stayMs, `${told}: stays`).toBeLessThanOrEqual(bounds.stayMs);
  expect(life.messages, `${told}: messages`).toBeLessThanOrEqual(bounds.messages);
  expect(life.state.stayMs, `${told}: the engine counts the same`).toBe(life.stayMs);
  expect(life.state.messages, `${told}: the engine counts the same`).toBe(life.messages);
}

test('no lead stays longer or is sent more than is printed, and every lead comes to an end', () => {
  const mix = new Map<string, number>();
  let plays = 0;
  let withCycle = 0;
  let loops = 0;
  let refused = 0;
  let anyReplies = 0;
  let steps = 0;
  let lives = 0;
  let fullest = 0;
  for (let seed = 0; seed < scaled(10_000); seed++) {
    const chance = new Chance(seed);
    const grown = grow(chance, 1 + chance.below(14), true);
    const { plan, bounds } = mustCompile(grown.play, seed);
    plays += 1;
    loops += grown.loops;
    refused += grown.refused;
    if (grown.play.anyReply !== undefined) anyReplies += 1;
    if (hasCycle(grown.play)) withCycle += 1;
    for (const node of grown.play.nodes) mix.set(node.kind, (mix.get(node.kind) ?? 0) + 1);
    for (const calm of [0.2, 0.7, 0.97]) {
      for (const enforced of [true, false]) {
        if (enforced && calm !== 0.7) continue;
        const life = live(
          enforced ? plan : unenforced(plan),
          randomMind(plan, chance, calm),
          `lead-${seed}-${calm}`,
          ENOUGH_STEPS,
        );
        expectWithin(life, bounds, seed);
        expect(life.ended).not.toBe('limit');
        lives += 1;
        steps += life.steps;
        fullest = Math.max(fullest, JSON.stringify(life.state).length);
      }
    }
  }
  console.info(
    `${plays} plays: ${[...mix]
      .sort((a, b) => b[1] - a[1])
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ')}; ` +
      `${withCycle} with loops (${loops} lines back, ${refused} more refused), ${anyReplies} with an any-reply rule; ` +
      `${lives} lives, ${steps} steps, largest state ${fullest} bytes`,
  );
  expect(withCycle).toBeGreaterThan(plays / 5);
  expect(fullest).toBeLessThanOrEqual(4_096);
}, 900_000);

const stayGain =
  (plan: Plan): Gain =>
  (instruction, exit) => {
    const doubtMs = plan.doubtMs.reduce((sum, ms) => sum + ms, 0);
    switch (instruction.op) {
      case 'send':
        return instruction.giveUpMs + doubtMs;
      case 'wait':
      case 'awaitReply':
        return instruction.ms;
      case 'waitUntil':
        return exit === 0 ? instruction.maxMs : 0;
      default:
        return 0;
    }
  };

const messageGain: Gain = (instruction, exit) => (instruction.op === 'send' && exit !== 1 ? 1 : 0);

test('without loops the bound is tight: some lead stays exactly that long, and some is sent exactly that many', () => {
  let reached = 0;
  let unlucky = 0;
  for (let seed = 0; seed < scaled(2_500); seed++) {
    const chance = new Chance(1_000_000 + seed);
    // Behind a drawn opt-out texts are not sent, which the bound does not use: such plays may stay below it.
    const { play } = grow(chance, 1 + chance.below(14), false, false);
    const { plan, bounds } = mustCompile(play, seed);
    for (const [what, gain] of [
      ['stayMs', stayGain(plan)],
      ['messages', messageGain],
    ] as const) {
      const adversary = greediest(plan, gain);
      if (adversary === null) {
        unlucky += 1;
        continue;
      }
      const life = live(plan, adversary.mind, adversary.seed);
      expectWithin(life, bounds, seed);
      expect(life[what], `seed ${seed}: ${what}`).toBe(bounds[what]);
      reached += 1;
    }
  }
  console.info(`bound reached exactly ${reached} times; for ${unlucky} no lead draws those arms`);
  expect(unlucky).toBeLessThan(reached / 20);
}, 900_000);

test("a play's own limits hold against every lead, also in loops", () => {
  let cut = 0;
  for (let seed = 0; seed < scaled(800); seed++) {
    const chance = new Chance(2_000_000 + seed);
    const { play } = grow(chance, 3 + chance.below(10), true);
    const limits = {
      stay: { value: 1 + chance.below(40), unit: 'hours' as const },
      messages: chance.below(3),
      then: chance.pick(['end', 'owner'] as const),
    };
    const { plan, bounds } = mustCompile({ ...play, limits }, seed);
    expect(bounds.messages).toBeLessThanOrEqual(limits.messages);
    const life = live(plan, randomMind(plan, chance, 0.6), `lead-${seed}`);
    expectWithin(life, bounds, seed);
    if (life.ended === 'limit') cut += 1;
  }
  console.info(`${cut} lives ended at the limit of their play`);
  expect(cut).toBeGreaterThan(100);
}, 900_000);

test('neither the order of steps and lines nor where they stand changes the hash', () => {
  for (let seed = 0; seed < scaled(800); seed++) {
    const chance = new Chance(3_000_000 + seed);
    const { play } = grow(chance, 1 + chance.below(12), true);
    const moved: Play = {
      ...play,
      name: `Play ${seed}`,
      nodes: chance.shuffled(play.nodes).map((node) =>
        reordered({
          ...node,
          title: `T${chance.below(99)}`,
          at: { x: chance.below(900) * 4, y: chance.below(900) * 4 },
        }),
      ),
      edges: chance.shuffled(play.edges).map(reordered),
    };
    expect(mustCompile(moved, seed).hash, `seed ${seed}`).toBe(mustCompile(play, seed).hash);
  }
}, 900_000);

/** The same object with its keys written in another order. */
function reordered<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T;
}

/** `code`: the problem that must be told, where it is one of its own. */
type Breaker = [name: string, breaks: (play: Play, chance: Chance) => Play | null, code?: string];

const breakers: Breaker[] = [
  [
    'a line removed',
    (play, chance) => {
      const edge = chance.pick(play.edges);
      const graph = graphOf(play);
      const reached = walk(graph, [graph.triggers[0], graph.nodes.get(play.anyReply ?? '')]);
      const live = new Set(reached.map((drawn) => drawn.node.id));
      const from = play.nodes.find((node) => node.id === edge.from);
      const port = from === undefined ? undefined : portsOf(from).find((one) => one.id === edge.port);
      if (
        from === undefined ||
        !live.has(from.id) ||
        from.disabled === true ||
        port?.follows !== undefined ||
        port?.mayEnd === true
      )
        return null;
      return { ...play, edges: play.edges.filter((one) => one !== edge) };
    },
  ],
  ['a line to nowhere', (play, chance) => withEdge(play, chance, (edge) => ({ ...edge, to: 'gone' }))],
  [
    'a line from nowhere',
    (play) => ({ ...play, edges: [...play.edges, { from: 'gone', port: 'next', to: 'bye' }] }),
  ],
  ['a line into the start', (play, chance) => withEdge(play, chance, (edge) => ({ ...edge, to: 'start' }))],
  [
    'a line from a port that is not there',
    (play, chance) => withEdge(play, chance, (edge) => ({ ...edge, port: 'sideways' })),
  ],
  ['a line twice', (play, chance) => ({ ...play, edges: [...play.edges, { ...chance.pick(play.edges) }] })],
  ['no start', (play) => ({ ...play, nodes: play.nodes.filter((node) => node.id !== 'start') })],
  [
    'two starts',
    (play) => ({
      ...play,
      nodes: [...play.nodes, { id: 'again', kind: 'trigger', config: { by: 'hand' }, at: { x: 0, y: 0 } }],
    }),
  ],
  [
    'an island',
    (play) => ({
      ...play,
      nodes: [...play.nodes, { id: 'island', kind: 'end', config: {}, at: { x: 0, y: 0 } }],
    }),
  ],
  ['an unknown kind', (play, chance) => withNode(play, chance, (node) => ({ ...node, kind: 'teleport' }))],
  [
    'a config of nonsense',
    (play, chance) =>
      withNode(play, chance, (node) =>
        node.disabled === true ? null : { ...node, config: { nonsense: true } },
      ),
  ],
  [
    'a step gone',
    (play, chance) => {
      const gone = chance.pick(play.nodes);
      return play.edges.some((edge) => edge.to === gone.id)
        ? { ...play, nodes: play.nodes.filter((node) => node !== gone) }
        : null;
    },
  ],
  [
    'a loop that nobody counts',
    (play) => {
      const wait: PlayNode = {
        id: 'round',
        kind: 'wait',
        config: { mode: 'duration', duration: { value: 1, unit: 'days' } },
        at: { x: 0, y: 0 },
      };
      const first = play.edges.find((edge) => edge.from === 'start');
      if (first === undefined) return null;
      const edges = play.edges.map((edge): PlayEdge => (edge === first ? { ...edge, to: 'round' } : edge));
      return {
        ...play,
        nodes: [...play.nodes, wait],
        edges: [...edges, { from: 'round', port: 'next', to: 'round' }],
      };
    },
    'loop-without-limit',
  ],
  [
    'a wait taken out of a loop',
    (play, chance) => {
      const waits = play.nodes.filter(({ kind, config }) => kind === 'wait' && config.mode === 'duration');
      if (waits.length === 0) return null;
      const { id } = chance.pick(waits);
      const on = play.edges.find(({ from, port }) => from === id && port === 'next')?.to;
      if (on === undefined || on === id) return null;
      const edges = play.edges.filter(({ from }) => from !== id);
      const open: Play = {
        ...play,
        nodes: play.nodes.filter((node) => node.id !== id),
        edges: edges.map((edge) => (edge.to === id ? { ...edge, to: on } : edge)),
        ...(play.anyReply === id ? { anyReply: on } : {}),
      };
      const passesAtOnce = ({ kind }: PlayNode, port: string) => !/^wait/.test(kind) && port !== AFTER_MAX;
      return goesRound(open, passesAtOnce) ? trimmed(open) : null;
    },
    'loop-without-wait',
  ],
  [
    'a count removed',
    (play, chance) => {
      const counted = play.nodes.filter(({ maxVisits }) => maxVisits !== undefined);
      if (counted.length === 0) return null;
      const { maxVisits: _, ...rest } = chance.pick(counted);
      const open = trimmed({
        ...play,
        nodes: play.nodes.map((node) => (node.id === rest.id ? rest : node)),
        edges: play.edges.filter(({ from, port }) => from !== rest.id || port !== AFTER_MAX),
      });
      return goesRound(open, ({ maxVisits }, port) => maxVisits === undefined || port === AFTER_MAX)
        ? open
        : null;
    },
    'loop-without-limit',
  ],
];

/** Whether leads can go round by steps that are switched on and ports that `may` be taken: a plain search. */
function goesRound(play: Play, may: (node: PlayNode, port: string) => boolean): boolean {
  const off = new Set(play.nodes.flatMap(({ id, disabled }) => (disabled === true ? [id] : [])));
  const reached = trimmed({ ...play, edges: play.edges.filter(({ from }) => !off.has(from)) });
  const nodes = new Map(reached.nodes.map((node) => [node.id, node]));
  const ways = reached.edges.filter(({ from, port }) => {
    const node = nodes.get(from);
    return node !== undefined && may(node, port);
  });
  return [...nodes.keys()].some((start) => {
    const seen = new Set<string>();
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const { from, to } of ways) {
        if (from !== at || seen.has(to)) continue;
        seen.add(to);
        open.push(to);
      }
    }
    return seen.has(start);
  });
}

function withEdge(play: Play, chance: Chance, change: (edge: PlayEdge) => PlayEdge): Play {
  const chosen = chance.pick(play.edges);
  return { ...play, edges: play.edges.map((edge) => (edge === chosen ? change(edge) : edge)) };
}

function withNode(play: Play, chance: Chance, change: (node: PlayNode) => PlayNode | null): Play | null {
  const chosen = chance.pick(play.nodes);
  const changed = change(chosen);
  return changed === null
    ? null
    : { ...play, nodes: play.nodes.map((node) => (node === chosen ? changed : node)) };
}

test('a play that was broken is refused, with at least one problem that says so', () => {
  const told = new Map<string, number>();
  for (let seed = 0; seed < scaled(1_500); seed++) {
    const chance = new Chance(4_000_000 + seed);
    const { play } = grow(chance, 1 + chance.below(10), true);
    const [name, breaks, code] = chance.pick(breakers);
    const broken = breaks(play, chance);
    if (broken === null) continue;
    const compiled = compile(broken, context);
    expect(compiled.ok, `seed ${seed}: ${name} ${JSON.stringify(broken)}`).toBe(false);
    const errors = compiled.problems.filter((problem) => problem.severity === 'error');
    expect(errors.length, `seed ${seed}: ${name}`).toBeGreaterThan(0);
    if (code !== undefined)
      expect(
        errors.map((problem) => problem.code),
        `seed ${seed}`,
      ).toContain(code);
    told.set(name, (told.get(name) ?? 0) + 1);
  }
  console.info(`refused: ${[...told].map(([name, count]) => `${count} ${name}`).join(', ')}`);
  expect(told.size).toBe(breakers.length);
}, 900_000);

test('compile is total: plays of any shape at all are compiled or refused, never thrown at', () => {
  const kinds = [
    'trigger',
    'sendSms',
    'sendEmail',
    'wait',
    'waitForReply',
    'branch',
    'split',
    'set',
    'startPlay',
    'outcome',
    'end',
    'teleport',
  ];
  let accepted = 0;
  for (let seed = 0; seed < scaled(1_500); seed++) {
    const chance = new Chance(5_000_000 + seed);
    const { play } = grow(chance, 1 + chance.below(6), true);
    const ids = [...play.nodes.map((node) => node.id), 'gone'];
    const nodes = play.nodes.map((node): PlayNode => {
      const changed: PlayNode = { ...node };
      const odd: PlayNode['config'][] = [
        {},
        { cases: null },
        { arms: [{}] },
        { mode: 'localTime' },
        { text: 4 },
        { body: [[]] },
      ];
      if (chance.happens(0.02)) changed.kind = chance.pick(kinds);
      if (chance.happens(0.02)) changed.config = chance.pick(odd);
      if (chance.happens(0.02)) changed.disabled = true;
      if (chance.happens(0.02)) changed.maxVisits = 1 + chance.below(3);
      return changed;
    });
    const ports = [
      'next',
      'sent',
      'notSent',
      'noReply',
      'otherwise',
      'arm-a',
      'afterMax',
      'case-c0',
      'sideways',
    ];
    const edges = [
      ...play.edges,
      ...Array.from({ length: chance.below(3) }, () => ({
        from: chance.pick(ids),
        port: chance.pick(ports),
        to: chance.pick(ids),
      })),
    ];
    const wild: Play = {
      ...play,
      nodes,
      edges,
      ...(chance.happens(0.3) ? { anyReply: chance.pick(ids) } : {}),
    };
    const compiled = compile(wild, context);
    expect(problemsOf(wild, context)).toEqual(compiled.problems);
    if (!compiled.ok) {
      expect(compiled.problems.some((problem) => problem.severity === 'error')).toBe(true);
      continue;
    }
    accepted += 1;
    expect(canonicalJson(compiled.plan)).toBe(JSON.stringify(compiled.plan));
    const life = live(unenforced(compiled.plan), randomMind(compiled.plan, chance, 0.5), `lead-${seed}`);
    expectWithin(life, compiled.bounds, seed);
  }
  console.info(`${accepted} of the wild plays were sound after all`);
}, 900_000);
