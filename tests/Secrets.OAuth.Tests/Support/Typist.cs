namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>A person at a terminal, who answers one question after the other. Without more answers there is no terminal.</summary>
sealed class Typist(params string[] answers) : IPrompt
{
    readonly List<string> questions = [];
    readonly TaskCompletionSource released = new();

    /// <summary>The person does not answer.</summary>
    public bool Waits { get; init; }

    /// <summary>What the person answers in place of the list; null: from the list.</summary>
    public Func<string>? Answer { get; init; }

    public IReadOnlyList<string> Questions => questions;

    public void Release() => released.SetResult();

    public async ValueTask<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        questions.Add(question);
        if (Waits)
            await released.Task;
        if (Answer is { } answer)
            return answer();
        return questions.Count <= answers.Length ? answers[questions.Count - 1] : null;
    }

    public ValueTask<Secret?> AskSecretAsync(string question, CancellationToken cancellationToken) => throw new NotSupportedException();
}
