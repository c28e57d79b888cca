namespace KongLite.Gateway.Balancing;

/// <summary>An order of turns in which everybody stands as often as their weight says, spread evenly.</summary>
internal static class Wheel
{
    // Weights that have no common divisor could make a wheel of gigabytes; beyond this the shares are rounded.
    private const int Longest = 1 << 20;

    /// <summary>The wheel of these weights.</summary>
    /// <param name="weights">The weights; who has 0 is not on it.</param>
    /// <returns>Places in <paramref name="weights"/>; empty when nobody has weight.</returns>
    public static int[] Of(int[] weights) => Spread(Counts(weights));

    private static int[] Counts(int[] weights)
    {
        long divisor = 0;
        long total = 0;
        foreach (int weight in weights)
        {
            divisor = Divisor(divisor, weight);
            total += weight;
        }

        long length = total / Math.Max(1, divisor);
        double scale = length <= Longest ? 1.0 / Math.Max(1, divisor) : (double)Longest / total;
        return Array.ConvertAll(weights, weight => weight == 0 ? 0 : Math.Max(1, (int)Math.Round(weight * scale)));
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

    // The k-th of n entries of one belongs at (k + ½) / n of the turn.
    private static int[] Spread(int[] counts)
    {
        int length = counts.Sum();
        int[] wheel = new int[length];
        double[] places = new double[length];
        int next = 0;
        for (int one = 0; one < counts.Length; one++)
        {
            for (int k = 0; k < counts[one]; k++)
            {
                places[next] = (k + 0.5) / counts[one];
                wheel[next++] = one;
            }
        }

        Array.Sort(places, wheel);
        return wheel;
    }
}
