// Checks the signature that a certificate's QR carries, in the browser alone (form: lms/certificates/seal.py).

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

async function read(text, keys) {
  const [address, fragment = ""] = text.trim().split("#");
  const [form, id, said, signature] = fragment.split(".");
  if (form !== "v1" || !signature) return { verdict: "unsealed" };
  if (!keys[id]) return { verdict: "foreign" };
  try {
    const query = new URL(address).searchParams;
    const lines = new TextDecoder("utf-8", { fatal: true }).decode(bytes(said));
    const message = new TextEncoder().encode(`v1\n${query.get("code") ?? ""}\n${lines}`);
    const key = await crypto.subtle.importKey("raw", bytes(keys[id]), "Ed25519", false, ["verify"]);
    const sound = await crypto.subtle.verify("Ed25519", key, bytes(signature), message);
    const facts = lines.split("\n");
    return sound && facts[0] === query.get("number") ? { verdict: "genuine", facts } : { verdict: "broken" };
  } catch (problem) {
    const unable = !crypto.subtle || problem.name === "NotSupportedError";
    return { verdict: unable ? "unknown" : "broken" };
  }
}

function words(root, { verdict, facts }) {
  const sentence = root.dataset[verdict] ?? "";
  if (!facts) return sentence;
  const [number, name, course, from, to, hours, issued] = facts;
  return sentence.replace("{facts}", `${number} · ${name} · ${course} · ${from} ~ ${to} · ${hours} h · ${issued}`);
}

export default function sealCheck(root) {
  const keys = JSON.parse(root.dataset.keys);
  const show = async (target, text) => {
    const found = await read(text, keys);
    target.textContent = text.trim() ? words(root, found) : "";
    target.dataset.verdict = text.trim() ? found.verdict : "";
    return found;
  };
  if (root.dataset.from === "address") {
    if (!location.hash.startsWith("#v1.")) return;
    show(root, location.href).then(() => {
      root.hidden = false;
    });
    return;
  }
  const field = root.querySelector("textarea");
  const result = root.querySelector("[data-result]");
  field.addEventListener("input", () => show(result, field.value));
}
