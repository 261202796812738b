/* Random numbers that a seed makes again: a linear congruential generator is random enough for moments. */
export class Random {
  constructor(seed) {
    this.state = BigInt(seed);
  }

  /* From 0 to below. */
  below(limit) {
    this.state = (this.state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(this.state >> 33n) % limit;
  }
}
