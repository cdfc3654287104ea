import "./review-opening.css";

/** Stands where the answer will be: the same places, still empty, so that nothing jumps when it comes. */
export function ReviewOpening() {
  return (
    <div className="review-desk">
      <div className="review-left">
        <div className="opening-picture">
          <p role="status">Opening the answer…</p>
        </div>
        <div className="card" />
      </div>
      <div className="review-right">
        <div className="card opening-question" />
        <div className="card opening-score" />
        <div className="card" />
        <div className="card" />
      </div>
    </div>
  );
}
