// A key press puts in the file that was named before, as the plainest player would.
const video = document.querySelector("video");
window.addEventListener("keydown", ({ key }) => {
  if (key === "]" || key === "[") video.src = window.nextFile;
});
