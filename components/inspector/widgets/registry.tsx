'use client';

import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import type { WidgetProps, WidgetType } from '#components/inspector/widget.ts';
import {
  FormLink,
  FormNameWidget,
  SignalExample,
  SignalWidget,
} from '#components/inspector/widgets/doors.tsx';
import { AssignmentsWidget, CasesWidget } from '#components/inspector/widgets/lead-facts.tsx';
import { ArmsWidget, IntentsWidget, TagsWidget } from '#components/inspector/widgets/lists.tsx';
import {
  ChoicesWidget,
  ChoiceWidget,
  DurationWidget,
  LeadFieldWidget,
  NumberWidget,
  PlayWidget,
  SwitchWidget,
  TextWidget,
  TimeWidget,
  WeekdaysWidget,
} from '#components/inspector/widgets/plain.tsx';

/** The rich editor is fetched when a message is first opened; its room is kept meanwhile. */
function EditorOnItsWay() {
  return <div data-loading="" className="box h-24" />;
}
const SmsText = dynamic(
  () => import('#components/inspector/widgets/messages.tsx').then((each) => each.SmsTextWidget),
  { ssr: false, loading: EditorOnItsWay },
);
const SmsPreview = dynamic(
  () => import('#components/inspector/widgets/messages.tsx').then((each) => each.SmsPreview),
  { ssr: false },
);
const Subject = dynamic(
  () => import('#components/inspector/widgets/messages.tsx').then((each) => each.SubjectWidget),
  { ssr: false, loading: EditorOnItsWay },
);
const EmailBody = dynamic(
  () => import('#components/inspector/widgets/messages.tsx').then((each) => each.EmailBodyWidget),
  { ssr: false, loading: EditorOnItsWay },
);

function TextOrSubject(props: WidgetProps<'text'>) {
  return props.widget.mergeFields ? <Subject {...props} /> : <TextWidget {...props} />;
}

/** A control for every kind of value a step may have. A new widget of `workflows/node.ts` does not compile without one. */
const widgets: { [Type in WidgetType]: ComponentType<WidgetProps<Type>> } = {
  text: TextOrSubject,
  smsText: SmsText,
  emailBody: EmailBody,
  choice: ChoiceWidget,
  choices: ChoicesWidget,
  number: NumberWidget,
  duration: DurationWidget,
  timeOfDay: TimeWidget,
  weekdays: WeekdaysWidget,
  intents: IntentsWidget,
  leadField: LeadFieldWidget,
  cases: CasesWidget,
  arms: ArmsWidget,
  assignments: AssignmentsWidget,
  tags: TagsWidget,
  play: PlayWidget,
  formName: FormNameWidget,
  signal: SignalWidget,
  switch: SwitchWidget,
};

/** Widgets made of several controls: the label names the group, not one control. */
const GROUPS: ReadonlySet<WidgetType> = new Set([
  'choice',
  'choices',
  'weekdays',
  'intents',
  'cases',
  'arms',
  'assignments',
  'duration',
]);

export function isGroup({ field }: Pick<WidgetProps, 'field'>): boolean {
  return (
    GROUPS.has(field.widget.type) && !(field.widget.type === 'choice' && field.widget.layout === 'select')
  );
}

/** What is shown under a control and its problems. */
const below: { [Type in WidgetType]?: ComponentType<Pick<WidgetProps, 'value'>> } = {
  smsText: SmsPreview,
  formName: FormLink,
  signal: SignalExample,
};

export function BelowControl({ field, value }: Pick<WidgetProps, 'field' | 'value'>) {
  const Below = below[field.widget.type];
  return Below ? <Below value={value} /> : null;
}

export function WidgetControl(props: Omit<WidgetProps, 'widget'>) {
  // The table pairs each type with its own control; the compiler cannot follow that this one is of this widget's type.
  const Control = widgets[props.field.widget.type] as ComponentType<WidgetProps>;
  return <Control {...props} widget={props.field.widget as never} />;
}
