import type { Page } from "@playwright/test";

/**
 * Holds back what the page asks by this name, as if the engine had much to do.
 * @returns lets everything go
 */
export async function holdBack(page: Page, name: string): Promise<() => Promise<void>> {
  await page.evaluate((held) => {
    const post = MessagePort.prototype.postMessage;
    const waiting: (() => void)[] = [];
    MessagePort.prototype.postMessage = function (this: MessagePort, message: { name?: string } | null, options?: unknown) {
      const send = () => post.call(this, message, options as StructuredSerializeOptions);
      if (message?.name === held) waiting.push(send);
      else send();
    };
    Object.assign(window, {
      letGo() {
        MessagePort.prototype.postMessage = post;
        for (const send of waiting) send();
      },
    });
  }, name);
  return () => page.evaluate(() => (window as unknown as { letGo(): void }).letGo());
}
