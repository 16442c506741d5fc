// Reads the code on the screen with the phone's camera, inside the site. Without a camera the code is typed.

import QrScanner from "../../vendor/qr-scanner/qr-scanner.min.js";

export default async function scan(section) {
  const video = section.querySelector("video");
  const status = section.querySelector("[data-status]");
  const button = section.querySelector("[data-start]");
  const form = document.getElementById("typed-code");
  if (!navigator.mediaDevices?.getUserMedia) return;
  section.hidden = false;
  let busy = false;
  let refused = "";

  let scanner = null;

  const read = (result) => {
    const code = result.data.match(/\/in\/([0-9A-Za-z]+)$/)?.[1];
    if (code && !busy && code !== refused) send(code);
  };

  button.addEventListener("click", async () => {
    try {
      video.hidden = false;
      scanner ??= new QrScanner(video, read, { returnDetailedScanResult: true, maxScansPerSecond: 8 });
      await scanner.start();
      button.hidden = true;
    } catch {
      video.hidden = true;
      status.textContent = section.dataset.sayOff;
    }
  });

  async function send(code) {
    busy = true;
    status.textContent = section.dataset.saySending;
    const body = new FormData(form);
    body.set("code", code);
    body.delete("typed");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) {
        scanner.stop();
        location.assign(said.where);
        return;
      }
      refused = code;
      status.textContent = said.detail;
    } catch {
      status.textContent = section.dataset.sayAgain;
    }
    busy = false;
  }
}
