using System.Collections;
using System.Runtime.CompilerServices;

namespace Msmtp.Parity.Cases;

/// <summary>Scenarios picked by hand, under names that say what is special about them.</summary>
public sealed class CaseTable : IEnumerable<string>
{
    const int Share = 3;

    readonly Dictionary<string, Scenario> scenarios = [];

    /// <summary>The names, as the data of a theory.</summary>
    public TheoryData<string> Names => [.. scenarios.Keys];

    /// <summary>
    /// Runs a scenario with msmtp and us. Both flavours of ours are made from one source, and the managed one takes its time to start:
    /// it has a share of the scenarios.
    /// </summary>
    public Task AgreeAsync(string name)
    {
        var hasAll = scenarios.Keys.Order(StringComparer.Ordinal).ToList().IndexOf(name) % Share == 0;
        return scenarios[name].AgreeAsync(hasAll ? Installed.Ours : Installed.Fastest);
    }

    /// <summary>Adds a scenario.</summary>
    [OverloadResolutionPriority(1)]
    public void Add(string name, Scenario scenario) => scenarios.Add(name, scenario);

    /// <summary>Adds a scenario that is only a command line.</summary>
    public void Add(string name, params string[] arguments) => Add(name, new Scenario { Arguments = arguments });

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => scenarios.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
