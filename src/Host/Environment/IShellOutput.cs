namespace Msmtp.Hosting;

/// <summary>Who takes what a command prints, and how much of it is wanted.</summary>
interface IShellOutput
{
    /// <summary>Nothing that follows is wanted.</summary>
    bool IsWhole { get; }

    /// <summary>What is printed when the command has ended comes from somebody whom it left behind, and is not waited for.</summary>
    bool EndsWithCommand { get; }

    /// <summary>Takes the next octets.</summary>
    /// <exception cref="InvalidDataException">That is more than can be an answer.</exception>
    void Add(ReadOnlySpan<byte> printed);
}
