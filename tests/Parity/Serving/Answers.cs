using System.Collections;
using System.Text.RegularExpressions;

namespace Msmtp.Parity;

/// <summary>Answers that differ from the usual ones; the first pattern that is found in the command counts.</summary>
public sealed class Answers : IEnumerable<string>
{
    readonly List<(Regex Pattern, Answer Answer)> entries = [];

    /// <summary>Adds an answer.</summary>
    /// <param name="pattern">A regular expression, see <see cref="ServerScript.Answers"/>.</param>
    /// <param name="answer">The answer.</param>
    public void Add(string pattern, Answer answer) => entries.Add((new Regex(pattern, RegexOptions.CultureInvariant), answer));

    /// <summary>The answer to a command; null: the usual one.</summary>
    internal Answer? To(string command) => entries.Find(entry => entry.Pattern.IsMatch(command)).Answer;

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => entries.Select(static entry => entry.Pattern.ToString()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
