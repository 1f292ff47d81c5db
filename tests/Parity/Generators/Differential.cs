using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

/// <summary>
/// Looks for an input on which msmtp and we differ, and makes it as small as it can. The suite tries a few, always the same ones.
/// MSMTP_PARITY_CASES=10000 tries as many, new ones each time, and a failure tells the seed; MSMTP_PARITY_SEED=1,2 repeats it.
/// </summary>
static class Differential
{
    const int UsualCases = 80;
    static readonly string? Cases = Environment.GetEnvironmentVariable("MSMTP_PARITY_CASES");
    static readonly string? Seed = Environment.GetEnvironmentVariable("MSMTP_PARITY_SEED");

    /// <summary>Tries inputs.</summary>
    /// <param name="inputs">Makes them.</param>
    /// <param name="scenario">What is run with one of them.</param>
    public static void Check(Gen<Input> inputs, Func<Input, Scenario> scenario)
    {
        Installed.Require();
        var config = Config.QuickThrowOnFailure.WithMaxTest(Cases is null ? UsualCases : int.Parse(Cases, CultureInfo.InvariantCulture));
        if (Replay() is { } replay)
            config = config.WithReplay(replay);
        Prop.ForAll(Arb.From(inputs, static input => input.Smaller()), input => Agree(scenario(input))).Check(config);
    }

    static void Agree(Scenario scenario)
    {
        if (Deviations.Covering(scenario) is null)
            scenario.AgreeAsync(Installed.Fastest).GetAwaiter().GetResult();
    }

    static Replay? Replay()
    {
        if (Seed is null && Cases is not null)
            return null;
        var numbers = (Seed ?? "20261122,1").Split(',');
        return new Replay(
            new Rnd(ulong.Parse(numbers[0], CultureInfo.InvariantCulture), ulong.Parse(numbers[1], CultureInfo.InvariantCulture)),
            Microsoft.FSharp.Core.FSharpOption<int>.None);
    }
}
