// A headless Chromium.
import { chromium } from 'playwright-core';

// Debian's Chromium. Its sandbox refuses to run for root, as whom CI may run.
export function launchBrowser(args = []) {
  return chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false, args });
}

// A page that remembers what went wrong in it, in `page.problems`.
export async function openPage(context, options) {
  const page = await context.newPage(options);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  return page;
}
