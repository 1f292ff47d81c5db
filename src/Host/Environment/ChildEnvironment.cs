using System.Collections;
using System.Runtime.InteropServices;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>The environment of a command: this program's own, octet for octet, and additional variables.</summary>
static class ChildEnvironment
{
    const char Replacement = '\uFFFD';

    /// <summary>All variables as <c>NAME=value</c>.</summary>
    public static IReadOnlyList<string> With(IReadOnlyDictionary<string, string> more)
    {
        var pairs = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string value } && !more.ContainsKey(name))
                pairs.Add($"{name}={(value.Contains(Replacement) ? Octets(name) ?? value : value)}");
        }
        foreach (var (name, value) in more)
            pairs.Add($"{name}={value}");
        return pairs;
    }

    // The runtime has replaced what is not UTF-8 by U+FFFD; the C library still has it.
    static unsafe string? Octets(string name)
    {
        using var text = new TextArray([name]);
        var value = ChildCalls.getenv(text.Items[0]);
        return value is null ? null : OctetText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(value));
    }
}
