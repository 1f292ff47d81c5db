using System.Buffers;

namespace Msmtp.Hosting;

/// <summary>What a plugin may be called where it is named: it becomes a part of a path.</summary>
static class PluginName
{
    const int MaxLength = 100;

    static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    /// <summary>Letters, digits, dots, dashes and underscores, and a letter or digit at the front.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Allowed);
}
