import { BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';

/** Names of shipping methods, parted by commas. Those that open orders have are a click away. */
export function ShippingMethods({
  label,
  helpText,
  value,
  error,
  known,
  onChange,
}: {
  label: string;
  helpText: string;
  value: string;
  error: string | boolean;
  known: readonly string[];
  onChange: (value: string) => void;
}) {
  const typed = value.split(',').flatMap((one) => one.trim() || []);
  // A name counts by its beginning: what stands before a comma says enough.
  const beginnings = [...new Set(known.map((name) => name.split(',')[0]!.trim().slice(0, 60)))];
  const open = beginnings.filter((name) => !typed.some((one) => one.toLowerCase() === name.toLowerCase()));
  return (
    <BlockStack gap="100">
      <TextField
        label={label}
        helpText={helpText}
        placeholder="DHL, UPS Express"
        value={value}
        error={error}
        onChange={onChange}
        autoComplete="off"
      />
      {open.length > 0 ? (
        <InlineStack gap="200">
          <Text as="span" tone="subdued">
            In open orders:
          </Text>
          {open.map((name) => (
            <Button
              key={name}
              variant="plain"
              accessibilityLabel={`Add ${name} to ${label}`}
              onClick={() => onChange([...typed, name].join(', '))}
            >
              {name}
            </Button>
          ))}
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
