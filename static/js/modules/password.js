// Adds a button that shows and hides what is typed in a password field. Its words come with the markup.

export default function password(box) {
  const input = box.querySelector("input");
  const name = document.querySelector(`label[for="${input.id}"]`).textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "show-password";
  const say = () => {
    button.textContent = input.type === "password" ? box.dataset.show : box.dataset.hide;
    button.setAttribute("aria-label", `${name}: ${button.textContent}`);
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    say();
  });
  say();
  box.append(button);
}
