namespace Msmtp.Parity.Generators;

/// <summary>What a generator makes: whole words of the command line, and pieces of a text.</summary>
/// <param name="Words">Words that may be left out, but make no sense in part.</param>
/// <param name="Pieces">Pieces that may be left out or shortened.</param>
sealed record Input(string[] Words, string[] Pieces)
{
    /// <summary>Smaller inputs, the smallest first.</summary>
    public IEnumerable<Input> Smaller() =>
        Shrinking.Shorter(Words).Select(words => this with { Words = words })
            .Concat(Shrinking.Smaller(Pieces).Select(pieces => this with { Pieces = pieces }));

    /// <inheritdoc/>
    public override string ToString() => $"words: {Shown(Words)}\npieces: {Shown(Pieces)}";

    static string Shown(IEnumerable<string> texts) =>
        string.Join(' ',
            texts.Select(static text =>
            System.Text.Json.JsonSerializer.Serialize(text.Length < 300 ? text : $"({text.Length} characters)")));
}
