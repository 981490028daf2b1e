// Which location a page is about.
import { Select } from '@shopify/polaris';

export function LocationChoice(props: {
  locations: readonly { id: string; name: string }[];
  value: string;
  onChange: (location: string) => void;
}) {
  return (
    <Select
      label="Location"
      options={props.locations.map(({ id, name }) => ({ label: name, value: id }))}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
