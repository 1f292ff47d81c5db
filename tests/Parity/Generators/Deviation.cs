namespace Msmtp.Parity.Generators;

/// <summary>A difference that is meant to be.</summary>
/// <param name="Row">The row of docs/deviations.md that says so, by the text of its first column.</param>
/// <param name="Covers">Tells the inputs that it is about.</param>
sealed record Deviation(string Row, Func<Scenario, bool> Covers);
