import { Card, FormLayout, TextField } from '@shopify/polaris';

export const SUPPLIER_FIELDS = [
  'name',
  'email',
  'currency',
  'leadTimeDays',
  'minimumValue',
  'reviewDays',
  'paymentTerms',
  'note',
] as const;
export type SupplierValues = Record<(typeof SUPPLIER_FIELDS)[number], string>;

/** The fields of a supplier, with a problem beside each. Only the name is needed. */
export function SupplierFields({
  values,
  problems,
  shopCurrency,
  onChange,
}: {
  values: SupplierValues;
  problems: Record<string, string>;
  shopCurrency: string;
  onChange: (name: keyof SupplierValues, value: string) => void;
}) {
  const field = (name: keyof SupplierValues) => ({
    value: values[name],
    onChange: (value: string) => onChange(name, value),
    error: problems[name] ?? false,
    autoComplete: 'off',
  });
  const currency = values.currency.trim().toUpperCase() || shopCurrency;
  return (
    <Card>
      <FormLayout>
        <TextField label="Name" {...field('name')} maxLength={120} requiredIndicator />
        <TextField
          label="E-mail"
          type="email"
          {...field('email')}
          helpText="Purchase orders are sent here. Leave it empty to send them yourself."
        />
        <FormLayout.Group condensed>
          <TextField label="Currency" {...field('currency')} placeholder={shopCurrency} maxLength={3} />
          <TextField
            label={`Minimum order value (${currency})`}
            inputMode="decimal"
            {...field('minimumValue')}
            placeholder="None"
          />
        </FormLayout.Group>
        <FormLayout.Group condensed>
          <TextField
            label="Lead time (days)"
            inputMode="numeric"
            {...field('leadTimeDays')}
            placeholder="Not known"
            helpText="As the supplier states it. Backroom learns the real one from what arrives."
          />
          <TextField
            label="Review (days)"
            inputMode="numeric"
            {...field('reviewDays')}
            placeholder="As the shop"
            helpText="How often you order here."
          />
        </FormLayout.Group>
        <TextField label="Payment terms" {...field('paymentTerms')} placeholder="Such as 30 days net" maxLength={200} />
        <TextField label="Note" multiline={2} {...field('note')} maxLength={2000} />
      </FormLayout>
    </Card>
  );
}
