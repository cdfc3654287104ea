import { Component, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** A bug in a screen must not leave a blank window. */
export class ErrorCatcher extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="page">
        <Notice tone="bad" urgent title="This screen met a fault">
          <p>What was shown as saved is safe on this laptop. Go back to your work; if it happens again, tell your team lead.</p>
          <div>
            <Button onClick={() => this.setState({ broken: false })}>Back to your work</Button>
          </div>
        </Notice>
      </main>
    );
  }
}
