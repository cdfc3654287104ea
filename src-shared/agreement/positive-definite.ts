/** A symmetric positive definite matrix, row after row, as its inverse: by Cholesky's decomposition, `size`³ steps. */
export function inverseOf(matrix: Float64Array, size: number): Float64Array {
  const lower = decomposed(matrix, size);
  // The inverse of the lower triangle, column by column, in its place.
  for (let column = 0; column < size; column++) {
    lower[column * size + column] = 1 / lower[column * size + column]!;
    for (let row = column + 1; row < size; row++) {
      let sum = 0;
      for (let at = column; at < row; at++) sum -= lower[row * size + at]! * lower[at * size + column]!;
      lower[row * size + column] = sum / lower[row * size + row]!;
    }
  }
  // The inverse is the transposed inverse triangle times itself.
  const inverse = new Float64Array(size * size);
  for (let at = 0; at < size; at++)
    for (let row = 0; row <= at; row++) {
      const factor = lower[at * size + row]!;
      for (let column = 0; column <= at; column++) inverse[row * size + column]! += factor * lower[at * size + column]!;
    }
  return inverse;
}

/** The lower triangle whose product with its own transpose is the matrix. */
function decomposed(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let at = 0; at < column; at++) sum -= lower[row * size + at]! * lower[column * size + at]!;
      lower[row * size + column] = row === column ? Math.sqrt(sum) : sum / lower[column * size + column]!;
    }
  return lower;
}
