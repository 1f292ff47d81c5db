namespace Msmtp.Configure.Srv.Tests;

/// <summary>A source that knows what it was given, and remembers what it was asked.</summary>
sealed class KnownRecords : Dictionary<string, SrvRecord[]>, ISrvSource
{
    public List<string> Questions { get; } = [];

    public ValueTask<IReadOnlyList<SrvRecord>> FindAsync(string name, CancellationToken cancellationToken)
    {
        Questions.Add(name);
        return ValueTask.FromResult<IReadOnlyList<SrvRecord>>(this.GetValueOrDefault(name, []));
    }
}
