/** A figure in React: its function and value are state, and what the reader drags comes back into it. */
import 'secant/elements/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

const at = 1;

function Slopes() {
  const [text, setText] = useState('sin(w)');
  const [value, setValue] = useState(-2);
  return (
    <>
      <p>
        <label>
          g(w) = <input value={text} onChange={(event) => setText(event.currentTarget.value)} />
        </label>{' '}
        <button onClick={() => setValue(at)}>Let the points meet</button>
      </p>
      <secant-figure
        kind="secant-to-tangent"
        g={text}
        at={at}
        domain={[-3, 3]}
        value={value}
        onInput={(event) => setValue(event.currentTarget.value)}
      />
      <p>
        Value: <output>{value.toFixed(2)}</output>
      </p>
    </>
  );
}

const app = document.getElementById('app');
if (app !== null)
  createRoot(app).render(
    <StrictMode>
      <Slopes />
    </StrictMode>,
  );
