namespace Msmtp.Bench;

/// <summary>The same work done by our program and another.</summary>
sealed record Pair(Command Ours, Command Theirs)
{
    public Pair Each(Func<Command, Command> change) => new(change(Ours), change(Theirs));
}
