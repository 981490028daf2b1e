import { Autocomplete, BlockStack, TextField } from '@shopify/polaris';
import { carrierNames, carrierOf } from '../picking/hand-off/carriers.ts';

export type TypedTracking = { carrier: string; trackingNumber: string; trackingUrl: string };

/** Carrier, number and, where Shopify does not know the carrier, its link. */
export function TrackingFields({
  typed,
  onChange,
  disabled = false,
}: {
  typed: TypedTracking;
  onChange: (typed: TypedTracking) => void;
  disabled?: boolean;
}) {
  const wanted = typed.carrier.trim().toLowerCase();
  const unknown = carrierOf(typed.carrier)?.known === false;
  return (
    <BlockStack gap="300">
      <Autocomplete
        options={carrierNames
          .filter((name) => name.toLowerCase().includes(wanted))
          .slice(0, 20)
          .map((name) => ({ value: name, label: name }))}
        selected={[]}
        onSelect={([carrier]) => onChange({ ...typed, carrier: carrier ?? '' })}
        textField={
          <Autocomplete.TextField
            label="Carrier"
            autoComplete="off"
            maxLength={100}
            disabled={disabled}
            value={typed.carrier}
            onChange={(carrier) => onChange({ ...typed, carrier })}
            {...(unknown
              ? { helpText: 'Shopify does not know this carrier. Enter its tracking link, or go without one.' }
              : {})}
          />
        }
      />
      <TextField
        label="Tracking number"
        autoComplete="off"
        maxLength={100}
        disabled={disabled}
        value={typed.trackingNumber}
        onChange={(trackingNumber) => onChange({ ...typed, trackingNumber })}
      />
      {unknown || typed.trackingUrl !== '' ? (
        <TextField
          label="Tracking link"
          type="url"
          autoComplete="off"
          maxLength={1000}
          placeholder="https://"
          disabled={disabled}
          value={typed.trackingUrl}
          onChange={(trackingUrl) => onChange({ ...typed, trackingUrl })}
        />
      ) : null}
    </BlockStack>
  );
}
