namespace Msmtp.Parity;

/// <summary>What a program did, as far as it can be seen from outside, with masks over what differs from run to run.</summary>
/// <param name="Exit">Its exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Dialogue">What it said to the server, a line each.</param>
/// <param name="Data">The mails as they were sent, dot-stuffing and all.</param>
/// <param name="Files">The files of its home directory afterwards: the log.</param>
public sealed record Observation(string Exit, string Output, string Error, string Dialogue, string Data, string Files)
{
    /// <summary>The parts under the names that a reader of a difference sees.</summary>
    public IEnumerable<(string Name, string Text)> Parts(Compared compared)
    {
        yield return ("exit", Exit);
        if (compared == Compared.Everything)
        {
            yield return ("stdout", Output);
            yield return ("stderr", Error);
        }

        yield return ("dialogue", Dialogue);
        yield return ("data", Data);
        if (compared == Compared.Everything)
            yield return ("files", Files);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('\n',
            Parts(Compared.Everything).Select(static part =>
            $"{part.Name}: {part.Text.Replace("\n", "\n    ", StringComparison.Ordinal)}"));
}
