import {
  BlockStack,
  Button,
  Card,
  Checkbox,
  Divider,
  FormLayout,
  InlineStack,
  Text,
  TextField,
} from '@shopify/polaris';
import { MOST_WINDOWS, type TermsTyped } from '../picking/rules/terms.ts';
import { ShippingMethods } from './shipping-methods.tsx';

type Typed = TermsTyped['windows'];

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** As people plan a week, the days without work last. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];
const blank: Typed[number] = { name: '', cutOff: '', weekdays: [1, 2, 3, 4, 5], methods: '' };

/** As they are shown: there is always one to fill in. */
export const shownCutOffs = (windows: Typed): Typed => (windows.length > 0 ? windows : [blank]);

export function CutOffs({
  windows,
  timeZone,
  known,
  problems,
  onChange,
}: {
  windows: Typed;
  timeZone: string;
  /** names of shipping methods that open orders have */
  known: readonly string[];
  /** of the nth as windows.n, of its methods as windows.n.methods */
  problems: Record<string, string>;
  /** `moved`: they are not in the places any more that problems name */
  onChange: (windows: Typed, moved?: boolean) => void;
}) {
  const set = (index: number, change: Partial<Typed[number]>) =>
    onChange(windows.map((window, at) => (at === index ? { ...window, ...change } : window)));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Processing windows
        </Text>
        <Text as="p" tone="subdued">
          By when parcels have to be ready, in {timeZone}. An order goes with the cut-offs of its own shipping method,
          or with those for every parcel where its method has none: with the last that keeps its promise, else with the
          next. Two or three a day are enough for most. Days that the calendar calls closed are skipped.
        </Text>
        {windows.map((window, index) => (
          <FormLayout key={index}>
            {index > 0 ? <Divider /> : null}
            <FormLayout.Group condensed>
              <TextField
                label={`Window ${index + 1}`}
                placeholder="Afternoon carrier"
                value={window.name}
                onChange={(name) => set(index, { name })}
                maxLength={40}
                autoComplete="off"
              />
              <TextField
                label="Cut-off"
                placeholder="16:30"
                value={window.cutOff}
                onChange={(cutOff) => set(index, { cutOff })}
                error={problems[`windows.${index}`] ?? false}
                autoComplete="off"
              />
            </FormLayout.Group>
            <ShippingMethods
              label={`Shipping methods of window ${index + 1}`}
              helpText="A method is meant if its name begins with one of these. Leave it empty for every parcel"
              value={window.methods}
              error={problems[`windows.${index}.methods`] ?? false}
              known={known}
              onChange={(methods) => set(index, { methods })}
            />
            <InlineStack gap="300" blockAlign="center">
              {WEEK.map((weekday) => (
                <Checkbox
                  key={weekday}
                  label={DAYS[weekday]}
                  checked={window.weekdays.includes(weekday)}
                  onChange={(on) =>
                    set(index, {
                      weekdays: on
                        ? [...window.weekdays, weekday].sort()
                        : window.weekdays.filter((one) => one !== weekday),
                    })
                  }
                />
              ))}
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={`Remove window ${index + 1}`}
                onClick={() =>
                  onChange(
                    windows.filter((_, at) => at !== index),
                    true,
                  )
                }
              >
                Remove
              </Button>
            </InlineStack>
          </FormLayout>
        ))}
        {windows.length < MOST_WINDOWS ? (
          <InlineStack>
            <Button onClick={() => onChange([...windows, blank])}>Add window</Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}
