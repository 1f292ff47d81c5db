using System.Text;

namespace Msmtp.Text;

/// <summary>
/// Punycode (RFC 3492): the code points of a label as letters, digits and hyphens. The runtime's IdnMapping will not do, because it maps and
/// validates differently with and without ICU.
/// </summary>
static class Punycode
{
    // RFC 3492 §5
    const int Base = 36;
    const int TMin = 1;
    const int TMax = 26;
    const int Skew = 38;
    const int Damp = 700;
    const int InitialBias = 72;
    const int InitialN = 0x80;

    /// <summary>Encodes a label, without the prefix <c>xn--</c> (RFC 3492 §6.3). The label is short: nothing here can overflow.</summary>
    public static string Encode(IReadOnlyList<int> label)
    {
        var text = new StringBuilder();
        foreach (var basic in label.Where(static codePoint => codePoint < InitialN))
            text.Append((char)basic);
        var basics = text.Length;
        var handled = basics;
        if (basics > 0)
            text.Append('-');
        var (n, delta, bias) = (InitialN, 0, InitialBias);
        while (handled < label.Count)
        {
            var next = label.Where(codePoint => codePoint >= n).Min();
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (var codePoint in label)
            {
                if (codePoint < n)
                    delta++;
                if (codePoint != n)
                    continue;
                AppendNumber(text, delta, bias);
                bias = Adapt(delta, handled + 1, handled == basics);
                delta = 0;
                handled++;
            }
            delta++;
            n++;
        }
        return text.ToString();
    }

    // A generalized variable-length integer, RFC 3492 §3.3.
    static void AppendNumber(StringBuilder text, int number, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Math.Clamp(k - bias, TMin, TMax);
            if (number < threshold)
                break;
            text.Append(Digit(threshold + (number - threshold) % (Base - threshold)));
            number = (number - threshold) / (Base - threshold);
        }
        text.Append(Digit(number));
    }

    static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    // RFC 3492 §6.1
    static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
            delta /= Base - TMin;
        return k + (Base - TMin + 1) * delta / (delta + Skew);
    }
}
