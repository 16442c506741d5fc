// Mounts the small modules that a page asks for:  <form data-module="once confirm">  ->  modules/once.js, modules/confirm.js.
// A module's default export is called with its element. Every page works without any of them.

export async function mount(root) {
  const elements = [...root.querySelectorAll("[data-module]")];
  if (root.matches?.("[data-module]")) elements.unshift(root);
  await Promise.all(elements.flatMap((element) =>
    element.dataset.module.trim().split(/\s+/).map(async (name) => {
      const module = await import(`./modules/${name}.js`);
      module.default(element);
    })));
}

mount(document);
document.addEventListener("htmx:afterSettle", (event) => mount(event.target));
