// Choosing the square of a picture that is kept: drag, arrow keys, zoom.
for (const form of document.querySelectorAll("form[data-crop]")) {
	const frame = form.querySelector("[data-crop-frame]");
	const canvas = frame.querySelector("canvas");
	const zoom = frame.querySelector("input[type=range]");
	const file = form.querySelector("input[type=file]");
	const pen = canvas.getContext("2d");
	const side = canvas.width;
	let picture = null;
	let left = 0;
	let top = 0;

	// The square's side in the picture's own pixels: all of it down to a quarter.
	const size = () => Math.round(
		Math.min(picture.width, picture.height) / (1 + 3 * zoom.value / 100));

	function draw() {
		const s = size();

		left = Math.round(Math.max(0, Math.min(left, picture.width - s)));
		top = Math.round(Math.max(0, Math.min(top, picture.height - s)));
		pen.clearRect(0, 0, side, side);
		pen.drawImage(picture, left, top, s, s, 0, 0, side, side);
		form.elements.crop_left.value = left;
		form.elements.crop_top.value = top;
		form.elements.crop_size.value = s;
	}

	function move(x, y) {
		if (!picture)
			return;
		left += x * size() / side;
		top += y * size() / side;
		draw();
	}

	file.addEventListener("change", async () => {
		picture = null;
		try {
			picture = file.files[0] && await createImageBitmap(file.files[0],
				{ imageOrientation: "from-image" });
		} catch {
			// Not a picture: the server says so.
		}
		frame.hidden = !picture;
		form.elements.crop_size.value = 0;
		if (!picture)
			return;
		zoom.value = 0;
		left = (picture.width - size()) / 2;
		top = (picture.height - size()) / 2;
		draw();
	});
	zoom.addEventListener("input", () => {
		const was = Number(form.elements.crop_size.value);

		left += (was - size()) / 2;
		top += (was - size()) / 2;
		draw();
	});
	canvas.tabIndex = 0;
	canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
	canvas.addEventListener("pointermove", (event) => {
		if (canvas.hasPointerCapture(event.pointerId))
			move(-event.movementX, -event.movementY);
	});
	canvas.addEventListener("keydown", (event) => {
		const step = { ArrowLeft: [8, 0], ArrowRight: [-8, 0], ArrowUp: [0, 8], ArrowDown: [0, -8] }[event.key];

		if (!step)
			return;
		event.preventDefault();
		move(...step);
	});
}
