// Brings an element (the summary of errors) into focus when it appears.

export default function focus(element) {
  element.focus();
}
