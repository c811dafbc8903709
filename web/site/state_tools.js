// Starting over, files with all that an emulator knows, links with the code, and whether anything
// is kept.
import { download } from './download.js';
import { h } from './elements.js';
import { packed } from './share.js';

// `path`: the page's own within the site. `code()`: what a link takes along.
export function stateTools({ world, path, code, startOver }) {
  const said = h('output', { class: 'said' });
  const say = (text) => { said.textContent = text; };
  const file = h('input', {
    type: 'file', accept: '.runnel', class: 'hidden', 'aria-label': 'Snapshot file',
    onchange: async () => {
      const [chosen] = file.files;
      if (chosen === undefined) return;
      try {
        await world.runnel.importSnapshot(await chosen.arrayBuffer());
        say(`${chosen.name} is opened.`);
      } catch (error) {
        say(`${chosen.name} cannot be opened: ${error.message}`);
      }
      file.value = '';
      world.onChange();
    },
  });
  const button = (text, onclick) => h('button', { type: 'button', class: 'quiet', onclick }, text);
  return h('div', { class: 'state-tools' },
    button('Start over', async () => {
      await startOver();
      say('All is as at first.');
    }),
    button('Download snapshot', async () => {
      download(await world.runnel.exportSnapshot(), `${path.split('/').at(-1)}.runnel`);
      say('runnel snapshot import FILE gives it to a native server.');
    }),
    button('Open snapshot', () => file.click()),
    button('Copy link', async () => {
      const link = new URL(`#${path}?code=${await packed(code())}`, location.href).href;
      try {
        await navigator.clipboard.writeText(link);
        say('The link to this page with your code is copied.');
      } catch {  // not permitted: it can be copied by hand
        said.replaceChildren(h('a', { href: link }, 'The link to this page with your code'));
      }
    }),
    file, said);
}

// Says so if nothing is kept.
export function forgottenNotice({ whyForgotten, isUnreadable }) {
  return whyForgotten !== undefined && h('p', { class: 'notice' },
    `${whyForgotten}: what happens here is forgotten when you leave.` +
    (isUnreadable ? ' “Start over” deletes what was kept, and keeps again.' : ''));
}
