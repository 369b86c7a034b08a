import { US_STATES } from '#workflows/time/us-places.ts';
import { CA_PROVINCES } from '#workflows/time/world-places.ts';

// Area codes of the United States and Canada by state or province. Source: NANPA assignments (nanpa.com), overlays
// included; read as of 2026-11 and compared 2026-11-22 with the prefixes of a widely used phone library: no state differs.
// Toll-free and non-geographic codes (800, 833, 844, 855, 866, 877, 888, 5xx, 600, 700, 900) are absent on purpose: they
// say nothing about a place. A ported mobile makes any answer a likelihood, not a fact.

const US_CODES: Readonly<Record<string, string>> = {
  AL: '205 251 256 334 659 938',
  AK: '907',
  AZ: '480 520 602 623 928',
  AR: '327 479 501 870',
  CA: '209 213 279 310 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 840 858 909 916 925 949 951',
  CO: '303 719 720 748 970 983',
  CT: '203 475 860 959',
  DE: '302',
  DC: '202 771',
  FL: '239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954',
  GA: '229 404 470 478 678 706 762 770 912 943',
  HI: '808',
  ID: '208 986',
  IL: '217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872',
  IN: '219 260 317 463 574 765 812 930',
  IA: '319 515 563 641 712',
  KS: '316 620 785 913',
  KY: '270 364 502 606 859',
  LA: '225 318 337 457 504 985',
  ME: '207',
  MD: '227 240 301 410 443 667',
  MA: '339 351 413 508 617 774 781 857 978',
  MI: '231 248 269 313 517 586 616 679 734 810 906 947 989',
  MN: '218 320 507 612 651 763 924 952',
  MS: '228 471 601 662 769',
  MO: '235 314 417 557 573 636 660 816 975',
  MT: '406',
  NE: '308 402 531',
  NV: '702 725 775',
  NH: '603',
  NJ: '201 551 609 640 732 848 856 862 908 973',
  NM: '505 575',
  NY: '212 315 329 332 347 363 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934',
  NC: '252 336 472 704 743 828 910 919 980 984',
  ND: '701',
  OH: '216 220 234 283 326 330 380 419 436 440 513 567 614 740 937',
  OK: '405 539 572 580 918',
  OR: '458 503 541 971',
  PA: '215 223 267 272 412 445 484 570 582 610 717 724 814 835 878',
  RI: '401',
  SC: '803 821 839 843 854 864',
  SD: '605',
  TN: '423 615 629 729 731 865 901 931',
  TX: '210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979',
  UT: '385 435 801',
  VT: '802',
  VA: '276 434 540 571 686 703 757 804 826 948',
  WA: '206 253 360 425 509 564',
  WV: '304 681',
  WI: '262 274 353 414 534 608 715 920',
  WY: '307',
  AS: '684',
  GU: '671',
  MP: '670',
  PR: '787 939',
  VI: '340',
};

const CA_CODES: Readonly<Record<string, string>> = {
  AB: '368 403 587 780 825',
  BC: '236 250 257 604 672 778',
  MB: '204 431 584',
  NB: '428 506',
  NL: '709 879',
  NS: '782 902',
  ON: '226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942',
  QC: '263 354 367 418 438 450 468 514 579 581 819 873',
  SK: '306 474 639',
  YT: '867',
};

/**
 * Codes inside a divided state or province that reach only part of it. Overlays repeat their parent's zones: the public
 * prefix maps list several overlays (364, 448, 458, 930, 236, 672, 778) with one zone only, which is wrong.
 */
// biome-ignore format: a table is read by its rows
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  // Arizona: only 928 reaches the Navajo Nation, which keeps daylight saving time.
  '480': ['America/Phoenix'], '520': ['America/Phoenix'], '602': ['America/Phoenix'], '623': ['America/Phoenix'],
  // Florida: 850 and its overlay 448 are the panhandle, Eastern and Central.
  '850': ['America/Chicago', 'America/New_York'], '448': ['America/Chicago', 'America/New_York'],
  // Indiana
  '260': ['America/New_York'], '317': ['America/New_York'], '463': ['America/New_York'], '765': ['America/New_York'],
  '219': ['America/Chicago', 'America/New_York'],
  // Kansas
  '316': ['America/Chicago'], '913': ['America/Chicago'],
  // Kentucky
  '502': ['America/New_York'], '859': ['America/New_York'], '270': ['America/Chicago', 'America/New_York'],
  '364': ['America/Chicago', 'America/New_York'],
  // Nebraska
  '402': ['America/Chicago'], '531': ['America/Chicago'],
  // Nevada: 775 reaches West Wendover and Jackpot.
  '702': ['America/Los_Angeles'], '725': ['America/Los_Angeles'],
  // Oregon: 541 and its overlay 458 reach Malheur County.
  '503': ['America/Los_Angeles'], '971': ['America/Los_Angeles'],
  // Tennessee
  '423': ['America/New_York', 'America/Chicago'], '729': ['America/New_York', 'America/Chicago'], '865': ['America/New_York'],
  '615': ['America/Chicago'], '629': ['America/Chicago'], '731': ['America/Chicago'], '901': ['America/Chicago'],
  '931': ['America/Chicago'],
  // British Columbia: only 604 is all on the coast; 236, 257, 672 and 778 overlay the whole province.
  '604': ['America/Vancouver'],
  // Ontario: only 807 reaches the Central zone.
  '807': ['America/Toronto', 'America/Winnipeg'],
  // Quebec: 418 and its overlays 367 and 581 reach the Magdalen Islands and the Lower North Shore.
  '418': ['America/Toronto', 'America/Halifax', 'America/Puerto_Rico'],
  '367': ['America/Toronto', 'America/Halifax', 'America/Puerto_Rico'],
  '581': ['America/Toronto', 'America/Halifax', 'America/Puerto_Rico'],
  // 867 is all three territories.
  '867': ['America/Whitehorse', 'America/Edmonton', 'America/Winnipeg', 'America/Toronto', 'America/Atikokan'],
};

/** In these places the whole province keeps to its first zone except for the codes above. */
const ONE_CLOCK_BY_DEFAULT: Readonly<Record<string, string>> = {
  FL: 'America/New_York',
  ON: 'America/Toronto',
  QC: 'America/Toronto',
};

/** Michigan's only Central counties are in 906; Texas's only Mountain ones (El Paso, Hudspeth) in 915. */
const BY_STATE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  MI: { '906': ['America/New_York', 'America/Chicago'], rest: ['America/New_York'] },
  TX: { '915': ['America/Denver'], rest: ['America/Chicago'] },
};

export interface AreaCode {
  country: 'US' | 'CA';
  /** Postal abbreviation of the state or province. 902 and 782 are Nova Scotia and Prince Edward Island. */
  region: string;
  /** Possible zones, most people first. */
  zones: readonly string[];
}

function zonesOfCode(code: string, region: string, ofRegion: readonly string[]): readonly string[] {
  const narrower = NARROWER[code];
  if (narrower !== undefined) return narrower;
  const state = BY_STATE[region];
  if (state !== undefined) return state[code] ?? state.rest ?? ofRegion;
  const whole = ONE_CLOCK_BY_DEFAULT[region];
  return whole === undefined ? ofRegion : [whole];
}

const AREA_CODES: ReadonlyMap<string, AreaCode> = new Map([
  ...Object.entries(US_CODES).flatMap(([region, codes]) =>
    codes
      .split(' ')
      .map((code): [string, AreaCode] => [
        code,
        { country: 'US', region, zones: zonesOfCode(code, region, US_STATES[region]?.zones ?? []) },
      ]),
  ),
  ...Object.entries(CA_CODES).flatMap(([region, codes]) =>
    codes
      .split(' ')
      .map((code): [string, AreaCode] => [
        code,
        { country: 'CA', region, zones: zonesOfCode(code, region, CA_PROVINCES[region]?.zones ?? []) },
      ]),
  ),
]);

/** The place an E.164 number's area code was assigned to, or null: not +1, toll-free, non-geographic, or another country. */
export function areaCodeOf(e164: string): AreaCode | null {
  return e164.startsWith('+1') && e164.length === 12 ? (AREA_CODES.get(e164.slice(2, 5)) ?? null) : null;
}
