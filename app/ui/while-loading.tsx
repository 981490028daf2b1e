import { useLocation, useNavigation } from '@remix-run/react';
import { BlockStack, Card, SkeletonBodyText, SkeletonDisplayText, SkeletonPage } from '@shopify/polaris';
import { type ReactNode, useEffect, useState } from 'react';

/** A page that is there at once should not flicker: the skeleton comes only to those who wait longer than this. */
const PATIENCE_MS = 400;

/** Shows a skeleton in place of the page while another one takes its time; a page that reads itself again stays. */
export function WhileLoading({ children }: { children: ReactNode }) {
  const navigation = useNavigation();
  const { pathname } = useLocation();
  const leaving = navigation.state === 'loading' && navigation.location.pathname !== pathname;
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!leaving) return setLate(false);
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [leaving]);
  if (!leaving || !late) return children;
  return (
    <SkeletonPage title="" primaryAction>
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="400">
            <SkeletonDisplayText size="small" />
            <SkeletonBodyText lines={4} />
          </BlockStack>
        </Card>
        <Card>
          <SkeletonBodyText lines={8} />
        </Card>
      </BlockStack>
    </SkeletonPage>
  );
}
