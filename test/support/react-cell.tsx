/** A cell in React, its code kept as state; cell-bundlers.test.ts builds and runs it. */
import 'secant/elements/cell/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Page() {
  const [code, setCode] = useState('6 * 7');
  return (
    <>
      <secant-cell code={code} autorun label="Code" onInput={(event) => setCode(event.currentTarget.code)} />
      <p>
        Letters: <output>{code.length}</output>
      </p>
    </>
  );
}

const app = document.getElementById('app');
if (app !== null)
  createRoot(app).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
