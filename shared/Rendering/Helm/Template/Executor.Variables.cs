namespace Plumbline.Rendering.Helm.Template;

/// <summary>The part of the executor for variables: a stack, of which a template sees its own frame.</summary>
internal sealed partial class Executor
{
    private void Push(string name, Slot value)
    {
        if (_variableCount == _variables.Length)
        {
            Array.Resize(ref _variables, _variables.Length * 2);
        }

        _variables[_variableCount++] = new Variable(name, value);
    }

    private void Assign(string name, Slot value)
    {
        for (var i = _variableCount - 1; i >= _frame; i--)
        {
            if ((object)_variables[i].Name == name)
            {
                _variables[i].Value = value;
                return;
            }
        }

        throw Error($"undefined variable: {name}");
    }

    private Slot VariableValue(string name)
    {
        for (var i = _variableCount - 1; i >= _frame; i--)
        {
            if ((object)_variables[i].Name == name)
            {
                return _variables[i].Value;
            }
        }

        throw Error($"undefined variable: {name}");
    }

    // Names are interned by the parser, so comparing references is enough.
    private struct Variable(string name, Slot value)
    {
        public readonly string Name = name;
        public Slot Value = value;
    }
}
