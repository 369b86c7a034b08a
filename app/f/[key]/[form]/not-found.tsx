import { DoorFrame } from '#app/door-frame.tsx';

export default function NoForm() {
  return (
    <DoorFrame title="There is no form here">
      <p className="text-body text-2">
        The address may be mistyped. If you have just sent something, it did not arrive: go back in your
        browser to see what you wrote, and ask whoever gave you the form for its address.
      </p>
    </DoorFrame>
  );
}
