/**
 * How people say that messages must end. Matched on text that `revocation.ts` has folded: lower case, no accents, curly
 * quotes made plain, one space. Sources: 47 CFR 64.1200(a)(10)-(11) (per-se words; any reasonable wording is presumed to
 * be one), CTIA Messaging Principles 5.1.3. Phrases are our own.
 */

/** Words that are a refusal when they are the whole message, in any spelling (47 CFR 64.1200(a)(10) and Twilio's list). */
export const PER_SE_WORDS = [
  'stop',
  'stopall',
  'quit',
  'end',
  'revoke',
  'optout',
  'cancel',
  'unsubscribe',
  // Spanish and French
  'alto',
  'basta',
  'parar',
  'pare',
  'baja',
  'detener',
  'cancelar',
  'arret',
  'arreter',
  'arretez',
  'desabonner',
  'desinscription',
] as const;

/** Words of courtesy and haste round a per-se word: "please stop now thanks". */
export const COURTESY_WORDS = new Set(
  'please pls plz plse thanks thank you thx ty now ok okay hey hi hello yo just immediately asap already it this these them all texts text everything i said dude bro man sir maam again por favor gracias svp merci ya'.split(
    ' ',
  ),
);

/** Words one slip away from a per-se word that are words of their own. */
export const NOT_SLIPS = new Set(
  'shop step steps spot top slop stow stoop stomp strop sop atop store stock snoop quite quiet suit quid quick cancer cancels evoke invoke provoke and send bend lend mend tend stip bajar bata pasta basto'.split(
    ' ',
  ),
);

const CONTACTING =
  '(?:text|txt|messag|msg|contact|e-?mail|mail|call|send|spam|writ|reach|bother|harass|pester|bugg|bug|ping|notify|notif|solicit|blast|buzz|dm)(?:e|ed|es|s|ing|ting|ming|ying)?';
const MESSAGES =
  '(?:texts?|txts?|messages?|msgs?|msgz|e-?mails?|mails?|calls?|spam|spams|sms|updates?|reminders?|notifications?|communications?|newsletters?|marketing|ads?|promos?|promotions?|alerts?|stuff|crap|junk|nonsense|bs|bull|list)';
const UP_TO_FOUR_WORDS = "(?:[\\w']+ ){0,4}?";
/** A wish for quiet at certain times is not a wish for the end: "don't text me after 9". */
const NOT_A_TIME =
  "(?! (?:[\\w']+ )?(?:before|after|at (?:work|night|\\d)|during|until|till|between|on (?:the )?(?:week|sun|mon|tue|wed|thu|fri|sat)|while|so (?:late|early)|(?:this|that) (?:late|early)|in the (?:morning|evening|afternoon)|right now|today|tonight|tomorrow|this week|past \\d))";

export interface Wording {
  language: 'en' | 'es' | 'fr';
  says: RegExp;
}

const en = (source: string): Wording => ({ language: 'en', says: new RegExp(source, 'i') });
const es = (source: string): Wording => ({ language: 'es', says: new RegExp(source, 'i') });
const fr = (source: string): Wording => ({ language: 'fr', says: new RegExp(source, 'i') });

export const WORDINGS: readonly Wording[] = [
  // "stop texting", "quit sending me these", "cease all contact", "end the messages"
  en(
    `\\b(?:stop|stp|quit|cease|halt|discontinue|enough|end|kill|suspend) (?:with )?${UP_TO_FOUR_WORDS}(?:${CONTACTING}|${MESSAGES})\\b${NOT_A_TIME}`,
  ),
  en(
    `\\b(?:stop|quit|cease) (?:it|this|that|these|those|them|all|now|please|pls|already|immediately|forever|for good|asap|bothering|doing this)\\b`,
  ),
  // "please stop", "i said stop", "you need to stop", "told you to stop"
  en(
    `\\b(?:please|pls|plz|kindly|just|must|said|asked you to|told you to|tell you to|need(?:s)? to|want(?:s)? (?:this|these|it|you|them) to|would you|will you|can you|could you|(?:make|get) (?:this|these|it|them|you)(?: \\w+)?(?: to)?|when (?:will|do) (?:this|these|it|they)(?: \\w+)?|how (?:do|can) i) (?:stop|end)\\b(?! (?:by|in|over|at|and|to|for)\\b)`,
  ),
  // Bare, at the end of what is said or before a courtesy: "not interested, stop", "this has to stop", "stop merci"
  en(
    `\\bstop(?=[.!,;:?)]|$| -| (?:please|pls|plz|thanks|thank|thx|merci|svp|now|sms|promos?|it|this|that|these|all|already|asap|immediately|not)\\b)`,
  ),
  en(`\\b(?:make|get|have) (?:this|these|it|them|the ${MESSAGES}) (?:to )?(?:stop|end|go away)\\b`),
  // "don't text me", "do not contact", "never message this number again"
  en(
    `\\b(?:do not|don'?t|dont|do n't|never|not to|stop) (?:ever )?(?:text|txt|message|msg|contact|e-?mail|mail|spam|write(?: to)?|bother|send)\\b(?: (?:me|us|this|my|to|here|any|anything))?${NOT_A_TIME}(?!.{0,12}\\b(?:yet|until|till|unless)\\b)(?! (?:me )?(?:the|a|your|that|it) (?:quote|price|pricing|invoice|contract|proposal|link|info|details|paperwork)\\b)`,
  ),
  en(
    `\\bdo(?:es)? ?(?:not|n'?t) (?:call|ring|phone)(?: (?:me|us|this number|here))?(?:,? or|,? and|,|/) ?(?:text|txt|message)\\b(?! (?:is|works|would))`,
  ),
  // "don't want any more of these", "no longer wish to receive", "not want to be contacted"
  en(
    `\\b(?:do not|don'?t|dont|did not|didn'?t|no longer|never|not|nor do i) (?:want|wish|like|care|need|ask|agree|consent)(?:ed)? (?:for |to )?(?:(?:get|getting|receive|receiving|be|being|hear|have|see|keep) )?${UP_TO_FOUR_WORDS}(?:texts?|txts?|texted|messages?|messaged|msgs?|contacted|e-?mails?|emailed|spam|these|this anymore|hear from|hearing from)\\b(?! (?:today|tonight|tomorrow|right now|at|before|after))`,
  ),
  en(
    `\\b(?:don'?t|dont|do not|no longer) want (?:to hear|(?:any )?(?:more )?of (?:this|these|your)|this (?:anymore|any more)|any more|anymore)\\b`,
  ),
  en(
    `\\b(?:rather|prefer|would like|want|ask|asked|asking|request) (?:you )?(?:not|no longer|never) to? ?(?:get|receive|be (?:contacted|texted|messaged|bothered|emailed)|hear|text|contact|message)\\b`,
  ),
  en(
    `\\b(?:rather|prefer) (?:you )?(?:didn'?t|did not|not) (?:get|receive|text|message|contact|be (?:texted|contacted|messaged))\\b${NOT_A_TIME}`,
  ),
  en(`\\bnot (?:be|to be|being) (?:contacted|texted|messaged)\\b`),
  // "no more texts", "no further contact", "no texts please"
  en(
    `\\bno (?:more|further|additional|other) (?:of (?:these|this|your) ?)?(?:${MESSAGES}|contact|communication|outreach|follow[- ]?ups?|from you)\\b|\\bno more of (?:these|this|that|your)\\b`,
  ),
  en(`^no more[.!]*$`),
  en(
    `(?:^|[,.;!] ?|\\band |\\bbut |\\bplease )no (?:texts?|texting|txts?|sms|messages|messaging|spam)(?: please| pls| anymore| any more| to this (?:number|phone)| thanks| ever)?(?:[.!,;]|$)`,
  ),
  // "take me off your list", "remove my number", "lose my number", "get me off this thing"
  en(
    `\\b(?:take|remove|delete|drop|scrub|get|strike|erase|pull|cross|scratch|unlist|exclude|omit|purge|keep|leave) (?:me|us|my (?:number|name|info|information|data|details|phone|cell|mobile|contact|e-?mail|address)|this (?:number|phone|one|cell|line|contact)|our (?:number|name|info)|it|this)(?: \\w+)? ?(?:off|from|out of) (?:of )?(?:your|ur|the|this|that|these|any|all|here|future|everything|it|ya|y'all)?\\b(?! (?:phone|hold|work|mind))`,
  ),
  en(
    `\\b(?:remove|delete|erase|unlist|purge|scrub) (?:me|us|my (?:number|name|info|information|data|details|phone|contact|e-?mail|address)|this (?:number|phone|contact)|our number)\\b`,
  ),
  en(`(?:^|[.!,;?] ?|\\bplease )(?:remove|delete) (?:it|this|mine)?(?: please| pls| now)?[.!]*$`),
  en(`\\b(?:take|remove|get|pull) (?:this|my|me|us|it|the number|this number|my number|my name) off\\b`),
  en(
    `\\boff (?:of )?(?:your|ur|this|the|that|these|all) (?:[\\w']+ )?(?:list|lists|texts|messages|database|system|marketing|rotation|contacts?)\\b`,
  ),
  en(`\\b(?:lose|forget|delete|trash|burn) (?:my|this) (?:number|contact|info|digits)\\b`),
  // "opt me out", "opting out", "unsubscribe", and how people spell it
  en(`\\bopt(?:ed|ing|s)?[ -]?(?:(?:me|us|this number|my number) )?(?:out|0ut)\\b`),
  en(`\\bun ?-?sub+(?:s?c?ri?b?e?|s?cri?p?t?(?:ion)?)?(?:d|ing|me)?\\b`),
  en(`\\bunsu[bs]?s?cri`),
  en(
    `\\b(?:get|be|been|being|getting|to be|want to be|have been) (?:removed|deleted|taken off|unsubscribed)\\b(?! from (?:the )?(?:project|role|team|quote|order|cart))`,
  ),
  en(
    `^(?:please |pls |kindly )*(?:remove|delete)(?: (?:from|off|out))?(?: (?:your|ur|the|this|all))?(?: \\w+)?(?: please| pls| thx| thanks| now)?[.!]*$`,
  ),
  en(
    `\\b(?:remove|delete|erase|take) (?:him|her|them|us|me|it|(?:my|his|her) \\w+)? ?(?:from|off|out of) (?:of )?(?:your|ur|the|this|that|all|any) (?:[\\w']+ )?(?:lists?|database|systems?|contacts?|records?|files?|texts?|messages|campaigns?|crm|everything)\\b`,
  ),
  en(
    `\\b(?:delet(?:e|ion of)|eras(?:e|ure of)|remov(?:e|al of)|forget|purge) (?:all )?(?:of )?my (?:personal )?(?:data|details|info|information|number|records?)\\b`,
  ),
  en(`\\b(?:refrain|abstain|desist) from\\b`),
  en(
    `\\bnot interested in (?:receiving|getting|hearing|being|any more|these|your (?:texts?|messages?|spam|offers?))\\b`,
  ),
  en(
    `\\b(?:out of|off of|from) (?:these|your|all|the) (?:texts?|messages|lists?|sms|alerts)\\b(?<=\\b(?:count|keep|leave|want|get|take|let) .{2,40})`,
  ),
  en(`^i want out[.!]*$`),
  en(
    `\\b(?:do not|don'?t|dont|never|stop) us(?:e|ing) (?:this|my|it|that)(?: (?:number|phone|cell))?(?: again| anymore| any more| ever)?[.!]*$`,
  ),
  en(`\\b(?:this|my) (?:number|phone|cell|line) is (?:not for|on the (?:do not|dnc|national))\\b`),
  en(
    `\\b(?:text|txt|contact|message|call) (?:me|us|here|this number) again (?:and|or|i'?ll|ill|i will|im|i'?m)\\b`,
  ),
  en(
    `\\b(?:do not|don'?t|dont|can'?t|cannot) (?:recall|remember) (?:ever )?(?:giving|signing|opting|agreeing|subscribing|consenting|authori[sz]ing)\\b`,
  ),
  en(
    `\\b(?:do not|don'?t|dont|did not|didn'?t) (?:give|have|got|get) (?:you )?(?:my )?(?:consent|permission)\\b`,
  ),
  en(`\\bnot authori[sz]ed to (?:text|contact|message|use|call)\\b`),
  en(`^(?:please |pls |kindly )*(?:cease|desist|refrain)(?: now| please)?[.!]*$`),
  en(
    `\\b(?:do not|don'?t|dont|never|stop|quit|no need to|not to) (?:ever )?(?:reach(?:ing)? out|hit(?:ting)? me up|follow(?:ing)? up|ask(?:ing)?|reply(?:ing)?|respond(?:ing)?)(?: (?:to me|to us|me|us|here))?(?: (?:again|anymore|any more|ever|please))?(?=[.!,;]|$)`,
  ),
  en(
    `\\b(?:do not|don'?t|dont|never) (?:ever )?(?:reach out|hit me up|follow up|ask me|reply|respond)\\b.{0,30}\\b(?:again|anymore|any more|ever)\\b`,
  ),
  en(
    `\\b(?:stopped|quit|ceased|would stop) (?:texting|messaging|contacting|e-?mailing|sending|writing|calling)\\b(?<=\\b(?:if|appreciate|wish|rather|prefer|like|love|glad|grateful|happy|thought)\\b.{1,60})`,
  ),
  en(
    `\\b(?:no|any|the|what) (?:right|business|permission|reason|consent|authority) (?:\\w+ )?(?:to |for )?(?:text|txt|messag|contact|call|send|e-?mail|us(?:e|ing))`,
  ),
  en(`\\bno (?:solicit\\w*|contact|messaging|marketing|unsolicited)(?: please| allowed)?(?=[.!,;]|$)`),
  en(
    `\\b(?:one more|another|the next|any more|even one) (?:text|message|sms|e-?mail|msg)s?\\b(?= (?:and|or|from|i'?ll|ill|i will|will|means|like))`,
  ),
  en(
    `\\b(?:you(?:'re| are|r|re)?|ur|u r|this is|these are|texts are|messages are)(?: \\w+)? (?:bothering|annoying|spamming|pestering|stalking|bugging|invading|a nuisance|unwelcome|unwanted|intrusive|an invasion)\\b`,
  ),
  en(
    `\\b(?:do not|don'?t|dont|no longer|not) (?:accept|allow|permit|authori[sz]e|consent|giv(?:e|ing)|agree)\\w* ${UP_TO_FOUR_WORDS}(?:texts?|texted|messages?|messaged|contacted|permission|consent|marketing)\\b`,
  ),
  en(
    `\\b(?:to|would|must|shall|please) not (?:receive|get|be (?:contacted|texted|messaged)|contact|text|message)\\b${NOT_A_TIME}`,
  ),
  en(`\\b(?:leave|keep|count) (?:me|us) out of (?:this|it|these|your)\\b`),
  en(`\\b(?:want|like|to be|be) (?:to be )?left alone\\b`),
  en(`\\bnot (?:ok|okay|cool|allowed|appropriate) (?:for you )?to (?:text|message|contact|send)`),
  en(
    `\\bwhy (?:am i|are you|do i|do you|r u) (?:\\w+ )?(?:still|keep|always|constantly) (?:\\w+ )?(?:get|gett|receiv|text|messag|send|contact|spam)`,
  ),
  en(
    `\\b(?:kick rocks|pound sand|gtfo|stfu|eff off|f u|fu|bite me|drop dead|get bent|get stuffed|do one)[.!]*$`,
  ),
  en(
    `^(?:delete|discontinue|stahp|desubscribe|deregister|never again|off|nomore|notexts?)(?: (?:please|pls|now|me|it))?[.!]*$`,
  ),
  en(
    `\\b(?:take|put|place|add) (?:me|us|my number|this number)? ?(?:on|to|onto) (?:your |the |a )?(?:do[- ]not|dnc|no[- ](?:call|contact|text)|suppression|block|opt[- ]?out)`,
  ),
  en(
    `\\b(?:i want|i'?d like|want|get me|let me) (?:to be |to get )?off(?: (?:of )?(?:this|your|the|these|it))?(?: \\w+)?[.!]*$`,
  ),
  en(`\\bmy (?:attorney|lawyer|solicitor)\\b|\\b(?:lawsuit|small claims)\\b`),
  // "leave me alone", "go away", and ruder
  en(
    `\\b(?:leave\\W+(?:me|us)\\W+(?:the \\w+ )?(?:alone|be\\b|in peace)|go away|get lost|^f off|go to hell|eat shit|shut up|screw you|f(?:uc|\\*)k you|buzz off|back off|piss off|bugger off|sod off|fuck off|f(?:\\*+|uc?k)k? ?(?:off|you|u)\\b|screw (?:off|you)|beat it)`,
  ),
  en(`\\b(?:quit|stop) (?:bothering|bugging|harassing|spamming|pestering|hounding|blowing)`),
  // Law and threats
  en(`\\bcease (?:and|&) desist\\b`),
  en(
    `\\bdo[- ]not[- ](?:call|contact|text|disturb)(?: list| registry)?\\b(?! (?:me )?(?:before|after|at|during|until))`,
  ),
  en(`\\b(?:dnc|tcpa)\\b`),
  en(
    `\\b(?:revok(?:e|ing)|withdraw(?:ing)?|rescind(?:ing)?|cancel(?:ling|ing)?|pull(?:ing)?) (?:my |our |all |any )?(?:consent|permission|authori[sz]ation|opt[ -]?in|subscription)\\b`,
  ),
  en(
    `(?:\\b(?:i|we) (?:did not|didn'?t|have not|haven'?t|have never|had not)|\\bnever) (?:ever )?(?:consent|consented|sign(?:ed)? up|opt(?:ed)?[ -]?in|subscribed?|agree(?:d)? to|authori[sz]ed?|give (?:you )?(?:permission|consent)|gave (?:you )?(?:permission|consent)|given (?:you )?(?:permission|consent)|(?:ask(?:ed)? for|request(?:ed)?) (?:this|these|it|any))`,
  ),
  en(
    `\\b(?:report|reporting|reported|block|blocking|blocked) (?:you|this|u|your|as spam|the number|and|it)\\b`,
  ),
  en(
    `\\b(?:this is|considered|just|more|marking (?:this )?as|marked (?:this )?as) (?:\\w+ )?(?:spam|harassment|harassing|unsolicited)\\b`,
  ),
  en(
    `(?:^|[.!,;?] ?)(?:bye,? )?(?:spam|scam|junk|harassment|block(?:ed|ing)(?: you| u| this(?: number)?)?)[.!]*$`,
  ),
  en(`\\bharass(?:ing|ment|ed)\\b`),
  en(
    `\\b(?:you|this|u|it)(?:'ve| have| has| is| are|'re)?(?: been| being)? (?:reported|blocked)\\b(?! (?:at|by|for me))`,
  ),
  en(
    `\\b(?:report(?:ed|ing)?) (?:you |this |it |u )?(?:to|as) (?:the )?(?:ftc|fcc|bbb|police|authorities|attorney|carrier|spam|7726|twilio)\\b`,
  ),
  en(
    `\\bif (?:you|u|i) (?:ever )?(?:text|contact|message|hear|get|txt|bother|send).{0,40}\\b(?:report|block|sue|lawyer|attorney|legal|fcc|ftc|complain|police)\\b`,
  ),
  en(`\\bunwanted (?:texts?|messages?|contact|calls?|solicitation|e-?mails?)\\b`),
  en(`\\b(?:turn|shut|switch) (?:these|this|it|them|the \\w+|your \\w+|off)(?: \\w+)? ?off\\b`),
  en(`\\b(?:turn|shut) off (?:these|this|the|your|my|all) (?:${MESSAGES})\\b`),
  en(
    `\\b(?:done|finished|through|over|sick|tired|fed up) (?:with|of|getting|receiving) (?:getting |receiving )?(?:these|your|the|all (?:these|the|your)) ?(?:\\w+ )?(?:${MESSAGES})\\b`,
  ),
  en(
    `^(?:enough|that'?s enough|enough already|no mas|give it (?:up|a rest)|knock it off|cut it out|take a hint)[.!]*$`,
  ),
  en(`\\b(?:knock|cut) it (?:off|out)\\b`),
  en(
    `\\bcancel (?:all |any |these |the |my |your )*(?:texts?|messages?|notifications?|sms|alerts?|reminders?|subscription|text messages)\\b`,
  ),
  en(`\\bend (?:this |the |our |all )*(?:conversation|communication|contact|texts?|messages?|chat)\\b`),
  // Spanish
  es(
    `\\bno (?:me |nos |le )?(?:envi|mand|escrib|contact|molest|llam|text)\\w*(?: \\w+){0,3}? ?(?:mas|nunca)?\\b(?=.*\\b(?:mas|nunca|por favor|mensajes?|textos?|sms)\\b|[.!]*$)`,
  ),
  es(
    `\\bno (?:mas|quiero (?:mas |mensajes|textos|recibir|sus|estos|que me)|deseo (?:recibir|mas)|me escriban|vuelvan? a)`,
  ),
  es(
    `\\b(?:dej(?:a|e|en|ar|ad)|par(?:a|e|en|ar)) de (?:enviar|mandar|escribir|contactar|molestar|llamar|textear|texto)`,
  ),
  es(`\\b(?:dar(?:me|nos)?|deme|denme|dame|quiero dar(?:me)?) (?:de )?(?:la )?baja\\b`),
  es(`\\b(?:quit|elimin|borr|sac|remuev)\\w* ?(?:me|mi (?:numero|telefono|nombre)|este numero)\\b`),
  es(`\\b(?:cancelar|detener|anular) (?:los |las |mi |la )?(?:mensajes?|textos?|suscripcion|sms)\\b`),
  es(`\\bdejame (?:en paz|tranquil)`),
  // French
  fr(
    `\\b(?:ne |n')?(?:me |m')?(?:contact|ecri|envoy|derang|textot|appel|harcel)\\w*(?: moi)?(?: \\w+){0,2}? plus\\b`,
  ),
  fr(`\\bne plus (?:me|nous|m'|etre|recevoir|contacter)\\b`),
  fr(`\\b(?:veux|souhaite|desire|voudrais|merci de ne) (?:ne )?plus (?:recevoir|etre|de|avoir|me)\\b`),
  fr(`\\bplus (?:de|aucun) (?:messages?|sms|textos?|courriels?|mails?|pub)`),
  fr(`\\b(?:arret|cess)(?:e|er|ez|ons) (?:de |d'|les |vos |ces |tout|svp|s'il)`),
  fr(`\\b(?:desabonn|desinscri)\\w*`),
  fr(
    `\\b(?:retir|enlev|supprim|efface)\\w*[ -](?:moi|mon (?:numero|nom)|ce numero|mes|de (?:votre|vos|la|cette))`,
  ),
  fr(`\\b(?:laisse[rz]?|fichez)[ -](?:moi|nous) (?:tranquille|la paix|en paix)`),
];

/** What the words above also hit and do not mean: taken out before anything is matched. */
export const BENIGN: readonly RegExp[] = [
  /\b(?:lol|haha+|omg|hehe)[ ,!.]+stop(?: it)?\b/g,
  /\bdo you (?:report|block)\b/g,
  /\bunsubscribe (?:rates?|links?|buttons?|pages?|flows?)\b/g,
  /\b(?:list|sticker|retail) price\b/g,
  /\b(?:do not|don'?t|dont|can'?t|cant|won'?t|never|not) stop\b/g,
  /\b(?:one|non|bus|truck|pit|rest|full|last|first|next|whistle|train|metro|tram)[- ]stops?\b/g,
  /\bstop(?:ped|ping|s)? (?:by|in|over|at|off at|sign|watch|gap)\b/g,
  /\b(?:quit|stopped|left) (?:my|his|her|the|our|smoking|that) ?(?:job|role|company|position)?\b/g,
  /\b(?:end|ends|ended|ending) (?:of|up|date|user|users|to end)\b/g,
  /\bcancel(?:l?ed|l?ing)? (?:my|our|the|this|that|tomorrow'?s?|today'?s?|monday'?s?|tuesday'?s?|wednesday'?s?|thursday'?s?|friday'?s?) (?:appointment|appt|meeting|visit|call|demo|booking|reservation|order|test drive|slot|session|time|one|consult\w*|service)\b/g,
];

/** Signs that are a refusal when a message is nothing else but signs. */
export const STOP_SIGNS = ['🛑', '⛔', '🚫'] as const;

/** "This is not the person you look for." The number is somebody else's: closed, and the lead's rep is told. */
export const WRONG_NUMBER: readonly RegExp[] = [
  /\bwrong (?:number|#|no\b|person|guy|girl|man|woman|lady|one|contact|phone|recipient|[a-z]+$)/,
  /\b(?:not|isn'?t|isnt|ain'?t|aint|no longer) (?:his|her|their|the right (?:number|person|phone|one|contact|guy)|my name|the person|who you|[a-z]+'?s (?:number|phone|cell))\b/,
  /\b(?:this|it|that)(?:'s| is|s) (?:his|her|their|[a-z]+'s) (?:\w+ )?(?:number|phone|cell|line)\b/,
  /\b(?:this|it|that)(?:'s| is|s)?(?: not| no longer|n'?t| isn'?t| ain'?t) (?:his|her|their|[a-z]+'s|my|the right) (?:number|phone|cell)\b/,
  /\b(?:this|it|that)(?:'s| is|s)?(?: not| no longer|n'?t| isn'?t| ain'?t) [a-z]+ (?:anymore|any more)\b/,
  // "this isn't dana", and nothing else; not "this isn't working"
  /^(?:sorry,? |no,? |hi,? |hey,? )*(?:this|it)(?:'s| is)?(?: not|n'?t| isn'?t| ain'?t) (?!(?:it|me|for|my|the|a|an|what|how|good|great|working|work|helpful|true|right|fair|funny|possible|urgent|enough|happening|ideal|clear|yet|now|spam|that|really|going|something|someone)\b)[a-z]+(?: [a-z]+)?(?: anymore| any more)?[.!]*$/,
  /\b(?:no (?:one|body)|nobody|noone|there(?:'s| is) no(?: one)?) (?:here )?(?:(?:by|with|of) that name|called|named|here)/,
  /\b(?:don'?t|do not|dont) know (?:who (?:that|this|she|he|[a-z]+) is|any(?:one)? (?:called|named|by)|(?:a|an|any|who) [a-z]+$|him|her|this person)/,
  /\b(?:never heard of|i'?m not|im not|i am not|this (?:is not|isn'?t|isnt|ain'?t)) (?:her|him|them|that person|the person)\b/,
  /\b(?:new|different) (?:owner of|number now|person (?:has|with))|\bjust got this (?:number|phone)|\bgot this (?:number|phone) (?:last|a |recently|\d)|\bhad this number for/,
  /\bnumero (?:equivocado|erroneo|incorrecto)\b|\bmauvais numero\b|\berreur de numero\b|\bse equivoc/,
];
