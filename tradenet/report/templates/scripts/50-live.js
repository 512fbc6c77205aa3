// What the figures that move have in common. It stands outside a block so that they see it.
const live = Object.freeze({
  // The content of a figure's data; null where the page has none.
  told(name) {
    const element = document.getElementById(`live-${name}`);
    return element && JSON.parse(element.textContent);
  },
  // A new element; text is text whatever it holds.
  make(tag, attributes = {}, ...children) {
    return live.fill(document.createElement(tag), attributes, children);
  },
  draw(tag, attributes = {}, ...children) {
    const space = "http://www.w3.org/2000/svg";
    return live.fill(document.createElementNS(space, tag), attributes, children);
  },
  fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  },
  // Put controls above the drawings of a figure.
  above(figure, controls) {
    figure.querySelector(".panels, .scroll").before(controls);
  },
});
